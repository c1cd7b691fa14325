"""Whom hiring reminds, of what, how often; and what is still said when the reminder is read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from hiring.domain.bench import hand_over, snooze, take_off_bench
from hiring.domain.scorecards import ask_for_scorecard
from hiring.domain.touches import log_touch
from hiring.notices import scorecards_missing, touches_due
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.hiring_rows import DAY, HOUR, noon, submit
from tests.refusals import assert_refused

DUE = date(2026, 3, 16)


def rows() -> list[tuple]:
    found = Notification.objects.order_by("kind", "person__email")
    return [(row.kind, row.person.short_name, row.subject_kind, row.due_date) for row in found]


def words() -> list[str]:
    return sorted(telling.title for telling in told(list(Notification.objects.select_related("person"))).values())


def test_touch_due_goes_to_the_owner_once(entry, cast):
    assert list(touches_due(DUE - DAY)) == []
    assert remind(as_of=DUE, at=noon(16)) == 1
    assert remind(as_of=DUE, at=noon(16)) == 0
    assert remind(as_of=DUE + DAY, at=noon(17)) == 0
    assert rows() == [("hiring.touch_due", "Max", "hiring.benchentry", DUE)]
    assert words() == ["Get in touch with Cal Candidate"]


def test_touch_due_on_a_day_without_workers_is_made_up_for(entry, cast):
    assert remind(as_of=DUE + 3 * DAY, at=noon(19)) == 1
    assert rows() == [("hiring.touch_due", "Max", "hiring.benchentry", DUE)]


@pytest.mark.parametrize(
    "act",
    [
        lambda entry, cast: log_touch(entry=entry, kind="CALL", happened_at=noon(16), by=cast.max, at=noon(16)),
        lambda entry, cast: snooze(entry=entry, until=date(2026, 4, 1), by=cast.max, at=noon(16)),
        lambda entry, cast: hand_over(entry=entry, to=cast.rosa, by=cast.max, at=noon(16)),
        lambda entry, cast: take_off_bench(entry=entry, reason="Found a job", by=cast.max, at=noon(16)),
    ],
)
def test_touch_due_says_nothing_once_it_is_settled(entry, cast, act):
    remind(as_of=DUE, at=noon(16))
    assert words()
    act(entry, cast)
    assert words() == []


def test_scorecard_missing_goes_to_each_panelist_from_the_day_after(interview, cast):
    assert list(scorecards_missing(date(2026, 3, 2))) == []
    assert remind(as_of=date(2026, 3, 3), at=noon(3)) == 2
    assert remind(as_of=date(2026, 3, 4), at=noon(4)) == 0
    assert rows() == [
        ("hiring.scorecard_missing", name, "hiring.panelist", date(2026, 3, 3)) for name in ("Ivan", "Max")
    ]
    assert words() == ["Your scorecard for Cal Candidate is missing"] * 2
    submit(interview, cast.ivan)
    assert len(words()) == 1


def test_scorecard_that_is_in_is_not_reminded_of(interview, cast):
    submit(interview, cast.ivan)
    submit(interview, cast.max)
    assert list(scorecards_missing(date(2026, 3, 3))) == []


def test_ask_for_a_scorecard_is_for_those_who_hire_and_while_it_is_owed(interview, cast, at):
    seat = interview.panel.get(user=cast.ivan)
    with assert_refused("not_allowed"):
        ask_for_scorecard(seat=seat, by=cast.ivan, at=at + 2 * HOUR)
    with assert_refused("to_come"):
        ask_for_scorecard(seat=seat, by=cast.max, at=at)
    assert ask_for_scorecard(seat=seat, by=cast.max, at=at + 2 * HOUR)
    assert words() == ["Your scorecard for Cal Candidate is missing"]
    submit(interview, cast.ivan)
    with assert_refused("nothing_owed"):
        ask_for_scorecard(seat=seat, by=cast.max, at=at + 2 * HOUR)


@pytest.mark.django_db(transaction=True)
def test_reminding_at_the_same_time_tells_once(entry, cast):
    def run(_: int) -> int:
        try:
            return remind(as_of=DUE, at=noon(16))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 1
    assert len(rows()) == 1
