"""Interviews are reminded of the day before, scorecards after one day and after three; nobody's words are in it."""

from datetime import date

from hiring.domain.interviews import cancel, reschedule
from hiring.notices import interviews_tomorrow
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.hiring_rows import DAY, HOUR, noon, submit


def titles(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=f"hiring.{kind}").select_related("person")
    return sorted(telling.title for telling in told(list(rows)).values())


def test_the_panel_is_told_the_day_before_once(interview, cast, at):
    day_before = date(2026, 3, 1)
    assert [reminder.person_id for reminder in interviews_tomorrow(day_before)] == [cast.ivan.pk, cast.max.pk]
    assert list(interviews_tomorrow(date(2026, 3, 2))) == []
    assert remind(as_of=day_before, at=at - DAY) == 2
    assert remind(as_of=day_before, at=at - DAY) == 0
    assert titles("interview_tomorrow") == ["Tomorrow you see Cal Candidate"] * 2
    moved = reschedule(interview=interview, scheduled_at=at + 3 * DAY, by=cast.max, at=at - DAY)
    assert titles("interview_tomorrow") == []
    cancel(interview=moved, by=cast.max, at=at)
    assert list(interviews_tomorrow(date(2026, 3, 4))) == []


def test_a_missing_scorecard_is_asked_for_after_one_day_and_after_three(interview, cast):
    assert remind(as_of=date(2026, 3, 3), at=noon(3)) == 2
    submit(interview, cast.ivan, at=noon(3), summary="Quixotic", evidence="Zestful")
    assert remind(as_of=date(2026, 3, 4), at=noon(4)) == 0
    assert remind(as_of=date(2026, 3, 5), at=noon(5)) == 1
    assert remind(as_of=date(2026, 3, 9), at=noon(9)) == 0
    due = Notification.objects.filter(person=cast.max).values_list("due_date", flat=True).order_by("due_date")
    assert list(due) == [date(2026, 3, 3), date(2026, 3, 5)]
    rows = list(Notification.objects.filter(person=cast.max).select_related("person"))
    words = " ".join(telling.title + telling.body for telling in told(rows).values())
    assert "Cal Candidate is missing" in words
    assert "Quixotic" not in words
    assert "Zestful" not in words


def test_what_was_scored_needs_no_reminder(interview, cast, at):
    for each in (cast.ivan, cast.max):
        submit(interview, each, at=at + 2 * HOUR)
    assert remind(as_of=date(2026, 3, 5), at=noon(5)) == 0
