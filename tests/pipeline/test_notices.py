"""Next steps that are due: who is reminded, of what, and when there is nothing left to say."""

from datetime import date, timedelta

import pytest

from pipeline.domain.closing import win_deal
from pipeline.domain.deals import give_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.models import Deal
from pipeline.notices import next_steps_due
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, Reminder
from salesmgmt.outbox.telling import told
from tests.pipeline_rows import make_deal, won_for

DUE = date(2026, 3, 3)

pytestmark = pytest.mark.django_db


def test_the_owner_is_reminded_on_the_day_and_after_it(deal, rita):
    assert list(next_steps_due(DUE - timedelta(days=1))) == []
    expected = [Reminder(rita.pk, "pipeline.deal", deal.pk, DUE)]
    assert list(next_steps_due(DUE)) == list(next_steps_due(DUE + CATCH_UP)) == expected
    assert list(next_steps_due(DUE + CATCH_UP + timedelta(days=1))) == []


def test_paused_closed_and_stepless_deals_remind_nobody(process, rita, at):
    pause_deal(deal=make_deal(rita, "Fathom Marine"), until=DUE + timedelta(days=9), by=rita, at=at)
    win_deal(deal=make_deal(rita, "Orbit Foods"), reason=won_for(), by=rita, at=at)
    Deal.objects.filter(pk=make_deal(rita, "Kepler Mining").pk).update(next_step="", next_step_date=None)
    assert list(next_steps_due(DUE + timedelta(days=5))) == []


@pytest.fixture
def notice(deal, at) -> Notification:
    remind(as_of=DUE, at=at)
    return Notification.objects.select_related("person").get()


def test_it_says_what_and_leads_to_the_deal(deal, notice):
    telling = told([notice])[notice.pk]
    assert telling.title == "Helix Robotics: Call the plant lead"
    assert telling.body.startswith("Your next step in Qualify, due on 3 Mar.")
    assert telling.url == f"/pipeline/deals/{deal.pk}/"


def test_a_step_set_anew_is_told_anew_and_the_old_one_is_over(deal, notice, rita, at):
    later = DUE + timedelta(days=3)
    set_next_step(deal=deal, next_step="Send terms", next_step_date=later, by=rita, at=at)
    assert told([notice]) == {}
    assert remind(as_of=later, at=at) == 1
    assert {each.due_date for each in Notification.objects.all()} == {DUE, later}


def test_nothing_is_said_of_a_deal_that_was_given_away(deal, notice, cast, at):
    give_deal(deal=deal, to=cast.nora, by=cast.max, at=at)
    assert told([notice]) == {}
    assert remind(as_of=DUE, at=at) == 1  # to Nora, whose step it is now


def test_many_are_described_in_one_query_a_person(process, cast, at, django_assert_num_queries):
    for number in range(3):
        make_deal(cast.rita, f"Deal {number}")
    remind(as_of=DUE, at=at)
    notices = list(Notification.objects.select_related("person"))
    cast.rita.role_grants.exists()
    with django_assert_num_queries(2):  # the roles of the person, and the deals
        assert len(told(notices)) == 3
