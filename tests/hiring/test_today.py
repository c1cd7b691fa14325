"""What hiring puts on Today, for whom and why."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hiring.domain.bench import snooze
from hiring.domain.candidacies import move_candidacy
from hiring.domain.profiles import edit
from hiring.domain.touches import log_touch
from hiring.models import BenchEntry
from hiring.today import candidates_waiting, seats_to_take, touches_to_make
from salesmgmt.events.models import Event
from salesmgmt.outbox.models import Notification
from salesmgmt.web.agenda import LATE, NEXT, TODAY
from tests.hiring_rows import DAY, hiring_stage, make_candidacy, make_interview, noon, submit

LIMIT = 8
MONDAY = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def only(find, user, day):
    found = find(user, day, LIMIT)
    assert found.total == len(found.items) == 1
    return found.items[0]


def nothing(find, user, day) -> bool:
    return find(user, day, LIMIT).items == []


def test_a_touch_stands_there_from_the_day_it_is_due(entry, cast):
    assert nothing(touches_to_make, cast.max, date(2026, 3, 15))
    due = only(touches_to_make, cast.max, date(2026, 3, 16))
    assert (due.urgency, due.due_date, due.what) == (TODAY, date(2026, 3, 16), "Get in touch with Cal Candidate")
    assert due.why == "Enterprise AE, warm. No touch yet; normal is every 14 days."
    late = only(touches_to_make, cast.max, date(2026, 3, 18))
    assert late.urgency == LATE
    assert [(act.label, act.how, act.url) for act in late.acts] == [
        ("Snooze", "post", f"/hiring/bench/{entry.pk}/snooze-week/"),
        ("Log a touch", "panel", f"/hiring/candidacies/{entry.candidacy_id}/panel/"),
    ]


def test_a_touch_is_its_owners_and_goes_when_it_is_made_or_snoozed(entry, cast):
    day = date(2026, 3, 20)
    assert nothing(touches_to_make, cast.rosa, day)
    snooze(entry=entry, until=date(2026, 3, 21), by=cast.max, at=noon(20))
    assert nothing(touches_to_make, cast.max, day)
    assert only(touches_to_make, cast.max, date(2026, 3, 21)).urgency == TODAY
    log_touch(entry=entry, kind="CALL", happened_at=noon(20), by=cast.rosa, at=noon(20))
    assert nothing(touches_to_make, cast.max, date(2026, 3, 21))


def test_whose_consent_has_ended_is_asked_for_it_instead(entry, cast):
    BenchEntry.objects.update(consent_until=date(2026, 3, 10))
    item = only(touches_to_make, cast.max, date(2026, 3, 16))
    assert (item.what, [act.label for act in item.acts]) == (
        "Ask for the consent of Cal Candidate",
        ["Snooze", "Ask them"],
    )
    assert item.why == "Enterprise AE. It ended on 10 March, and nobody gets in touch until they renew it."


def test_an_interview_stands_there_on_its_day_for_who_sits_in_it(interview, cast):
    for user in (cast.ivan, cast.max):
        with timezone.override("Europe/Berlin"):
            item = only(seats_to_take, user, MONDAY)
        assert (item.urgency, item.what) == (TODAY, "See Cal Candidate at 11:00")
        assert item.acts[0].url == f"/hiring/interviews/{interview.pk}/scorecard/"
    assert nothing(seats_to_take, cast.rosa, MONDAY)
    assert nothing(seats_to_take, cast.ivan, MONDAY - DAY)


def test_a_missing_scorecard_is_ones_own_to_write_and_others_to_ask_for(interview, cast):
    tuesday = MONDAY + DAY
    own = only(seats_to_take, cast.ivan, tuesday)
    assert (own.urgency, own.what, own.due_date) == (LATE, "Your scorecard for Cal Candidate is missing", tuesday)
    assert [act.label for act in own.acts] == ["Write it"]
    assert own.why.endswith("The others’ open when it is in.")
    submit(interview, cast.max)
    seat = interview.panel.get(user=cast.ivan)
    for user in (cast.max, cast.rosa):
        item = only(seats_to_take, user, tuesday)
        assert item.what == "Ivan’s scorecard for Cal Candidate is missing"
        assert [(act.label, act.how, act.url) for act in item.acts] == [
            ("Remind", "post", f"/hiring/seats/{seat.pk}/ask/")
        ]
    submit(interview, cast.ivan)
    assert nothing(seats_to_take, cast.rosa, tuesday)


def test_a_scorecard_of_the_only_interviewer_opens_no_others(candidacy, cast):
    make_interview(candidacy, cast.max, [cast.ivan])
    assert only(seats_to_take, cast.ivan, MONDAY + DAY).why.endswith("Nobody else saw them there.")


def test_a_candidate_waits_longer_than_normal(profile, candidacy, cast):
    assert nothing(candidates_waiting, cast.max, MONDAY + 5 * DAY)
    item = only(candidates_waiting, cast.max, MONDAY + 6 * DAY)
    assert (item.urgency, item.what) == (NEXT, "Cal Candidate has stood in Applied for 6 days")
    assert item.why == "Enterprise AE. Normal is 5."
    assert nothing(candidates_waiting, cast.rosa, MONDAY + 6 * DAY)
    move_candidacy(candidacy=candidacy, to=hiring_stage("Ready"), by=cast.max, at=noon(3))
    assert nothing(candidates_waiting, cast.max, MONDAY + 90 * DAY)


def test_nobody_waits_on_the_bench(entry, cast):
    assert nothing(candidates_waiting, cast.max, MONDAY + 30 * DAY)


@pytest.mark.parametrize("find", [touches_to_make, seats_to_take, candidates_waiting])
@pytest.mark.parametrize("count", [1, 3])
def test_each_finder_asks_once(profile, cast, find, count, django_assert_num_queries):
    for number in range(count):
        candidacy = make_candidacy(profile, cast.max, f"Cal{number} Candidate")
        make_interview(candidacy, cast.max, [cast.max], scheduled_at=noon(2) + number * DAY)
        if find is touches_to_make:
            from tests.hiring_rows import make_entry

            make_entry(candidacy, cast.max)
    cast.max.has_perm("hiring.read")
    with django_assert_num_queries(1):
        assert find(cast.max, MONDAY + 40 * DAY, LIMIT).total == count


@pytest.fixture
def as_max(cast) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(cast.max, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_remind_tells_once_a_day(interview, cast, as_max):
    address = f"/hiring/seats/{interview.panel.get(user=cast.ivan).pk}/ask/"
    assert "Ivan Ilic is reminded" in as_max.post(address)["HX-Trigger"]
    assert "was reminded today already" in as_max.post(address)["HX-Trigger"]
    assert [row.person for row in Notification.objects.all()] == [cast.ivan]
    assert Event.objects.filter(kind="scorecard.asked_for").count() == 1
    submit(interview, cast.ivan)
    refused = as_max.post(address)
    assert refused.status_code == 422
    assert Notification.objects.count() == 1


def test_snooze_a_week_moves_the_touch(entry, cast, as_max):
    assert "is snoozed until" in as_max.post(f"/hiring/bench/{entry.pk}/snooze-week/")["HX-Trigger"]
    entry.refresh_from_db()
    assert entry.version == 2


def test_acts_of_today_are_for_those_who_may(entry, interview, cast):
    seat = interview.panel.get(user=cast.max)
    for user, status in ((cast.mona, 404), (cast.ivan, 403)):
        client = Client(headers={"HX-Request": "true"})
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.post(f"/hiring/bench/{entry.pk}/snooze-week/").status_code == status
        assert client.post(f"/hiring/seats/{seat.pk}/ask/").status_code == status
    entry.refresh_from_db()
    assert entry.version == 1
    assert not Notification.objects.exists()


def test_card_says_how_deep_and_how_warm_the_bench_is(profile, entry, cast, as_max):
    edit(profile=profile, facts={"bench_goal": 4}, by=cast.rosa, at=noon(2))
    BenchEntry.objects.update(put_at=noon(1) - timedelta(days=400))
    page = as_max.get("/hiring/cards/bench/").content.decode()
    assert "Enterprise AE: 1 ready, 4 wanted" in page
    assert "0 of 1 warm" in page


def test_card_is_left_out_where_there_is_nothing(profile, as_max):
    assert as_max.get("/hiring/cards/bench/").status_code == 204


def test_rows_of_figures_lead_to_the_record(entry, candidacy, cast, as_max):
    visit = candidacy.visits.get()
    for address in (f"/hiring/bench/{entry.pk}/", f"/hiring/visits/{visit.pk}/"):
        assert as_max.get(address)["Location"] == f"/hiring/candidacies/{candidacy.pk}/"
