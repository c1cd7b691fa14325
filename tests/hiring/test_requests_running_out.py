"""Who may answer what a candidate asked for is told before the month of the law is over, and Today says it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from hiring.choices import RequestKind
from hiring.domain.candidate_requests import settle_request
from hiring.models import CandidateRequest
from hiring.today import requests_to_answer
from salesmgmt.common.period import months_later
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from salesmgmt.people.models import Company
from salesmgmt.web.agenda import LATE, NEXT, TODAY
from tests.hiring_rows import DAY, noon

LAST = date(2026, 4, 2)
WEEK = 7 * DAY


@pytest.fixture
def asked(candidacy, at) -> CandidateRequest:
    """On 2 March, for erasure: to be answered by 2 April."""
    return CandidateRequest.objects.create(candidate=candidacy.candidate, kind=RequestKind.ERASURE, asked_at=at)


def notices() -> list[tuple]:
    rows = Notification.objects.filter(kind="hiring.request_due").order_by("due_date", "person__email")
    return [(row.person.short_name, row.due_date) for row in rows]


def said() -> set[tuple[str, str]]:
    rows = Notification.objects.filter(kind="hiring.request_due").select_related("person")
    return {(each.title, each.body) for each in told(list(rows)).values()}


def test_whoever_may_answer_is_told_a_week_and_a_day_before_once_each(asked, cast):
    days = [LAST - WEEK - DAY, LAST - WEEK, LAST - WEEK, LAST - 3 * DAY, LAST - DAY, LAST - DAY, LAST, LAST + DAY]
    assert [remind(as_of=day, at=noon(2) + (day - date(2026, 3, 2))) for day in days] == [0, 2, 0, 0, 2, 0, 0, 0]
    assert notices() == [(name, LAST - before) for before in (WEEK, DAY) for name in ("Olga", "Rosa")]
    act = "A privacy officer erases them under Requests, which settles it."
    body = f"They asked for erasure of their data, and the month that the law gives you ends then. {act}"
    assert said() == {("Answer Cal Candidate by 2 Apr", body)}


def test_days_without_workers_are_made_up_for_by_one_notice(asked, cast):
    assert remind(as_of=LAST, at=noon(2) + 31 * DAY) == 2
    assert notices() == [("Olga", LAST - DAY), ("Rosa", LAST - DAY)]
    assert remind(as_of=LAST + 20 * DAY, at=noon(2) + 51 * DAY) == 0


def test_nothing_is_said_once_it_is_settled(asked, cast, at):
    remind(as_of=LAST - WEEK, at=noon(26))
    settle_request(request=asked, note="Erased.", by=cast.rosa, at=at + 25 * DAY)
    assert said() == set()
    assert remind(as_of=LAST - DAY, at=noon(31)) == 0
    assert requests_to_answer(cast.rosa, LAST, 8).items == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_once(asked, cast):
    def run(_: int) -> int:
        try:
            return remind(as_of=LAST - DAY, at=noon(31))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 2
    assert len(notices()) == 2


@pytest.mark.parametrize(
    ("day", "urgency"),
    [(LAST - WEEK, NEXT), (LAST - 2 * DAY, NEXT), (LAST - DAY, TODAY), (LAST, TODAY), (LAST + DAY, LATE)],
)
def test_today_says_it_from_the_week_before_to_who_may_answer(asked, cast, day, urgency):
    assert requests_to_answer(cast.rosa, LAST - WEEK - DAY, 8).items == []
    for user in (cast.rosa, cast.olga):
        [item] = requests_to_answer(user, day, 8).items
        assert (item.urgency, item.due_date, item.url) == (urgency, LAST, "/hiring/requests/")
        assert item.what == "Answer Cal Candidate, who asks for erasure of their data"
        assert item.why.startswith("The month that the law gives you ends on 2 April. ")


def test_today_of_a_recruiter_has_it_and_of_a_manager_has_not(candidacy, cast, client):
    today = Company.objects.current().day_of(datetime.now(UTC))
    since = datetime.combine(months_later(today, -1) + timedelta(days=3), datetime.min.time(), UTC).replace(hour=12)
    CandidateRequest.objects.create(candidate=candidacy.candidate, kind=RequestKind.COPY, asked_at=since)
    words = "Answer Cal Candidate, who asks for what interviewers wrote about them"
    for user, has in ((cast.rosa, True), (cast.max, False)):
        client.force_login(user)
        assert (words in client.get("/today/").content.decode()) is has


def test_the_last_day_is_the_same_for_the_page_and_in_sql(candidacy):
    """Also where the month that follows is shorter, and where the day is another one in the company's zone."""
    Company.objects.update(zone="Europe/Berlin")
    for asked_at in (datetime(2026, 1, 30, 23, 30, tzinfo=UTC), datetime(2026, 3, 4, 23, 30, tzinfo=UTC)):
        asked = CandidateRequest.objects.create(candidate=candidacy.candidate, kind=RequestKind.COPY, asked_at=asked_at)
        last = asked.due_date("Europe/Berlin")
        assert [CandidateRequest.objects.due_by(last - before).exists() for before in (DAY, 0 * DAY)] == [False, True]
        asked.delete()
