"""What pay puts on Today: for compensation admins and finance, and for whoever has a new statement."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from compensation.domain.runs import finalize_run
from compensation.models import Run
from compensation.today import own_new_statements, runs_to_settle, sellers_without_plan
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Job
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from salesmgmt.people.standing import standing_of
from salesmgmt.web.agenda import LATE, NEXT, TODAY
from tests.compensation.rows import OVER, calculated, put_on

LIMIT = 8
IN_QUARTER, AFTER = date(2026, 3, 20), date(2026, 4, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(quarter) -> Run:
    return calculated(quarter)


def test_a_quarter_that_is_over_can_be_closed(run, quarter, django_assert_num_queries):
    assert runs_to_settle(quarter.finn, IN_QUARTER, LIMIT).items == []
    with django_assert_num_queries(1):
        found = runs_to_settle(quarter.finn, AFTER, LIMIT)
    (item,) = found.items
    assert (item.urgency, item.what, found.total) == (TODAY, "2026 Q1 can be closed", 1)
    assert item.why == "It is calculated, and the quarter ended on 31 Mar."
    assert [(act.label, act.how, act.url) for act in item.acts] == [
        ("Review and close", "link", f"/compensation/runs/{run.pk}/")
    ]


def test_a_stale_quarter_is_calculated_again_by_who_may(run, quarter, client):
    Run.objects.update(stale=True)
    (item,) = runs_to_settle(quarter.carla, IN_QUARTER, LIMIT).items
    (act,) = item.acts
    assert (item.what, act.label, act.how) == ("2026 Q1 is out of date", "Calculate again", "post")
    assert [act.label for act in runs_to_settle(quarter.finn, IN_QUARTER, LIMIT).items[0].acts] == ["Review"]

    client.force_login(quarter.carla)
    answer = client.post(act.url, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "2026 Q1 is being calculated" in answer["HX-Trigger"]
    run.refresh_from_db()
    assert (run.stale, run.calculation) == (False, 2)
    assert runs_to_settle(quarter.carla, AFTER, LIMIT).items == []  # it is under way


def test_a_calculation_that_stopped_says_why(run, quarter):
    Run.objects.update(calculated_at=None)
    Job.objects.filter(pk=run.job_id).update(state=JobState.FAILED, error="Rita has no quota; set one.", result=None)
    (item,) = runs_to_settle(quarter.carla, IN_QUARTER, LIMIT).items
    assert (item.urgency, item.what, item.why) == (
        LATE,
        "The calculation of 2026 Q1 has stopped",
        "Rita has no quota; set one.",
    )


def test_people_without_a_plan_are_one_item(quarter, plan, django_assert_num_queries):
    standing_of(quarter.carla)  # as every page knows it
    with django_assert_num_queries(1):
        (item,) = sellers_without_plan(quarter.carla, AFTER, LIMIT).items
    assert item.what == "3 people who sell are on no pay plan"
    assert item.why == "Max Adler, Mona Mai, Sam Okafor. What they win earns them nothing until they are."
    for person in (quarter.max, quarter.mona):
        put_on(plan, person, by=quarter.carla)
    (item,) = sellers_without_plan(quarter.carla, AFTER, LIMIT).items
    assert item.what == "One person who sells is on no pay plan"
    put_on(plan, quarter.sam, by=quarter.carla)
    assert sellers_without_plan(quarter.carla, AFTER, LIMIT).items == []


def test_a_final_statement_is_news_to_its_person_alone(run, quarter):
    assert own_new_statements(quarter.rita, AFTER, LIMIT).items == []
    now = timezone.now()
    finalize_run(run=run, by=quarter.finn, at=now)
    (item,) = own_new_statements(quarter.rita, now.date(), LIMIT).items
    assert (item.urgency, item.what) == (NEXT, "Your statement for 2026 Q1 is final")
    assert own_new_statements(quarter.finn, now.date(), LIMIT).items == []  # reads it, but it is not his
    assert own_new_statements(quarter.rita, now.date() + timedelta(days=20), LIMIT).items == []


def test_people_are_told_once_that_their_statement_is_final(run, quarter):
    drain("compensation.final_statements", at=OVER, own=True)  # begins here
    finalize_run(run=run, by=quarter.finn, at=OVER)
    drain("compensation.final_statements", at=OVER, own=True)
    drain("compensation.final_statements", at=OVER, own=True)
    notices = list(Notification.objects.select_related("person").order_by("person__name"))
    assert [(each.person.name, each.due_date) for each in notices] == [
        ("Nora Nye", OVER.date()),
        ("Rita Sandoval", OVER.date()),
    ]
    told_them = told(notices)
    assert {each.title for each in told_them.values()} == {"Your statement for 2026 Q1 is final"}
    assert not any(character.isdigit() for each in told_them.values() for character in each.body)  # no amount in a mail
