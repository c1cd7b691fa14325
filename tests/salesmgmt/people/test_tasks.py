"""What beat asks of people, run twice in a row."""

from datetime import date

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.people.models import Membership
from salesmgmt.people.tasks import settle_sign_ins
from tests.salesmgmt.people.line import days


def test_sign_in_of_who_left_is_closed_once(cast):
    Membership.objects.filter(user=cast.rita).update(valid=days("2026-01-01", "2026-03-01"))
    settle_sign_ins()
    settle_sign_ins()
    assert list(User.objects.filter(is_active=False)) == [cast.rita]
    events = Event.objects.filter(kind="sign_in.closed")
    assert [(event.subject_id, event.actor) for event in events] == [(cast.rita.pk, None)]


def test_sign_in_of_who_starts_later_stays_open(cast):
    Membership.objects.filter(user=cast.rita).update(valid=days("2199-01-01"))
    settle_sign_ins()
    assert User.objects.get(pk=cast.rita.pk).is_active
    assert not Membership.objects.on(date(2198, 12, 31)).filter(user=cast.rita).exists()


@pytest.mark.django_db
def test_nothing_is_asked_of_an_empty_database():
    settle_sign_ins()
    assert not Event.objects.exists()
