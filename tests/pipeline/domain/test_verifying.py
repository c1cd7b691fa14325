"""Activities are verified by somebody else, once; what came of them is one of the list."""

from datetime import timedelta

import pytest

from pipeline.domain.activities import log_activity
from pipeline.domain.verifying import verify_activity
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.refusals import assert_breaks, assert_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(deal, rita, at):
    return log_activity(deal=deal, kind="CALL", happened_at=at, minutes=9, outcome="NO_ANSWER", by=rita, at=at)


def test_a_manager_verifies_once_and_takes_it_back(call, cast, at):
    done = verify_activity(activity=call, by=cast.max, at=at)
    assert done.verified_by == cast.max
    assert Event.objects.get(kind="activity.verified").payload == {"activity_id": call.pk}
    with assert_refused("verified"):
        verify_activity(activity=call, by=cast.olga, at=at)
    take_back(undo=Undo.objects.about(call).get(), by=cast.max, at=at + timedelta(hours=1))
    call.refresh_from_db()
    assert (call.verified_by, call.outcome) == (None, "NO_ANSWER")


def test_nobody_verifies_their_own_nor_without_working_deals(call, cast, at):
    with assert_refused("nobody_verifies_their_own_activity"):
        verify_activity(activity=call, by=cast.rita, at=at)
    with assert_refused("not_allowed"):
        verify_activity(activity=call, by=cast.finn, at=at)


def test_what_came_of_it_is_of_the_list_and_notes_have_none(deal, rita, at, call):
    for kind, outcome in (("CALL", "LUNCH"), ("NOTE", "HELD")):
        with assert_refused("what_came_of_an_activity_is_known", "outcome"):
            log_activity(deal=deal, kind=kind, happened_at=at, outcome=outcome, by=rita, at=at)
    with assert_refused("future_activity", "happened_at", says="plan what is to come as a meeting on its deal"):
        log_activity(deal=deal, kind="CALL", happened_at=at + timedelta(minutes=1), by=rita, at=at)
    with assert_breaks("what_came_of_an_activity_is_known"):
        type(call).objects.filter(pk=call.pk).update(kind="NOTE")
