from datetime import timedelta

import pytest

from pipeline.domain.activities import log_activity, log_mentioning
from pipeline.domain.qualification import score_item
from pipeline.domain.verifying import verify_activity
from pipeline.models import Account, Activity, Contact, Mention, QualificationItem
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused


def test_log_activity_writes_it_down_once_without_words_in_the_log(deal, rita, at):
    henrik = Contact.objects.create(account=deal.account, name="Henrik Moss")
    activity = log_activity(
        deal=deal,
        kind="CALL",
        happened_at=at - timedelta(hours=1),
        minutes=14,
        note=" Budget is there ",
        contact=henrik,
        by=rita,
        at=at,
    )
    row = Activity.objects.get()
    assert row == activity
    assert (row.deal, row.kind, row.user, row.contact) == (deal, "CALL", rita, henrik)
    assert (row.happened_at, row.minutes, row.note) == (at - timedelta(hours=1), 14, "Budget is there")
    payload = {"activity_id": row.pk, "activity": "CALL", "minutes": 14}
    assert last_event() == ("activity.logged", "pipeline.deal", deal.pk, rita.pk, payload)


def test_log_activity_refusals(deal, cast, at):
    rita = cast.rita
    with assert_refused("refused", "kind"):
        log_activity(deal=deal, kind="LUNCH", happened_at=at, by=rita, at=at)
    with assert_refused("future_activity", "happened_at", says="plan what is to come as a meeting on its deal"):
        log_activity(deal=deal, kind="CALL", happened_at=at + timedelta(seconds=1), by=rita, at=at)
    stranger = Contact.objects.create(account=Account.objects.create(name="Elsewhere"), name="Lena Ort")
    with assert_refused("refused", "contact", says="belongs to another account"):
        log_activity(deal=deal, kind="CALL", happened_at=at, contact=stranger, by=rita, at=at)
    for minutes in (0, 1441):
        with assert_refused("an_activity_lasts_up_to_a_day", "minutes"):
            log_activity(deal=deal, kind="CALL", happened_at=at, minutes=minutes, by=rita, at=at)
    with assert_refused("not_allowed"):
        log_activity(deal=deal, kind="CALL", happened_at=at, by=cast.finn, at=at)


def test_what_was_logged_by_mistake_is_taken_back_with_its_mentions(deal, cast, at):
    log_mentioning(deal=deal, mentions=[cast.max], kind="CALL", happened_at=at, minutes=9, by=cast.rita, at=at)
    number = Activity.objects.get().pk
    assert Mention.objects.count() == 1
    take_back(undo=Undo.objects.get(), by=cast.rita, at=at)
    assert not Activity.objects.exists()
    payload = {"activity_id": number, "user_id": cast.rita.pk, "happened_at": at.isoformat().replace("+00:00", "Z")}
    kind, *rest, told = last_event()
    assert (kind, *rest) == ("activity.taken_back", "pipeline.deal", deal.pk, cast.rita.pk)
    assert told == payload | {"happened_at": told["happened_at"]}


@pytest.mark.parametrize("how", ["verified", "shows"])
def test_what_somebody_relies_on_is_not_taken_back(deal, cast, at, how):
    activity = log_mentioning(deal=deal, mentions=(), kind="CALL", happened_at=at, by=cast.rita, at=at)
    undo = Undo.objects.get()
    if how == "verified":
        verify_activity(activity=activity, by=cast.max, at=at)
    else:
        item = QualificationItem.objects.filter(process_version=deal.stage.process_version_id).first()
        score_item(deal=deal, item=item, score=2, activity=activity, by=cast.rita, at=at)
    with assert_refused("relied_on", says="Somebody relies on this activity since"):
        take_back(undo=undo, by=cast.rita, at=at)
