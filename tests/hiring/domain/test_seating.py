"""Who can be booked when, that nobody sits twice at once, and that limits hold by every door."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from hiring.domain import interviews
from hiring.domain.availability import set_availability
from hiring.domain.endings import reject
from hiring.engine.slots import Window
from hiring.models import AvailabilityWindow, Interview, Panelist
from hiring.queries.availability import hours_of, members_of
from salesmgmt.people.choices import AbsenceKind
from salesmgmt.people.models import Absence, Holiday, Office, WorkingCalendar
from tests.hiring_rows import DAY, HOUR, make_candidacy, make_interview, submit
from tests.refusals import assert_breaks, assert_refused

MORNING = Window(1, 540, 720)


def during(interview) -> list:
    return list(interview.panel.order_by("user__name").values_list("during", flat=True))


def test_office_hours_hold_until_somebody_says_otherwise(cast, at):
    """Without an office: Monday to Friday, 9 to 17, in the company's zone."""
    usual = hours_of([cast.ivan])[cast.ivan.pk]
    assert usual.windows == [Window(day, 540, 1020) for day in range(1, 6)]
    assert (usual.zone, usual.per_day, usual.per_week) == ("Europe/Berlin", 4, 12)
    calendar = WorkingCalendar.objects.create(name="Lisbon", weekdays=[2, 3])
    office = Office.objects.create(name="Lisbon", zone="Europe/Lisbon", calendar=calendar)
    cast.ivan.memberships.update(office=office)
    in_lisbon = hours_of([cast.ivan])[cast.ivan.pk]
    assert (in_lisbon.zone, [each.weekday for each in in_lisbon.windows]) == ("Europe/Lisbon", [2, 3])
    set_availability(windows=[MORNING], per_day=2, per_week=5, by=cast.ivan, at=at)
    own = hours_of([cast.ivan])[cast.ivan.pk]
    assert (own.windows, own.is_own, own.per_day) == ([MORNING], True, 2)


def test_holidays_absences_and_interviews_are_left_out(interview, cast, at):
    calendar = WorkingCalendar.objects.create(name="Berlin")
    Holiday.objects.create(calendar=calendar, date=date(2026, 3, 4), name="A day")
    cast.ivan.memberships.update(office=Office.objects.create(name="Berlin", zone="Europe/Berlin", calendar=calendar))
    Absence.objects.create(
        user=cast.ivan, valid=DateRange(date(2026, 3, 5), date(2026, 3, 7)), kind=AbsenceKind.values[0]
    )
    (member,) = members_of([cast.ivan], since=at, until=at + 7 * DAY)
    assert sorted(member.days_off) == [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)]
    assert [(span.start, span.end) for span in member.busy] == [(at + HOUR, at + HOUR + timedelta(minutes=45))]


def test_availability_refuses_overlaps_odd_numbers_and_strangers(cast, at):
    given = {"per_day": 4, "per_week": 12, "by": cast.ivan, "at": at}
    with assert_refused("windows_of_a_person_do_not_overlap", "windows"):
        set_availability(windows=[MORNING, Window(1, 600, 800)], **given)
    with assert_refused("window", "windows"):
        set_availability(windows=[Window(1, 600, 600)], **given)
    with assert_refused("interviews_a_day_are_1_to_20", "per_day"):
        set_availability(windows=None, **{**given, "per_day": 0})
    with assert_refused("not_allowed"):
        set_availability(windows=None, **{**given, "by": cast.rita})
    set_availability(windows=[MORNING, Window(1, 720, 800)], **given)
    assert AvailabilityWindow.objects.count() == 2


def test_nobody_sits_in_two_interviews_at_once(interview, candidacy, cast, at):
    """Half-open: the next begins when this one ends."""
    end = interview.ends_at
    assert during(interview) == [DateTimeTZRange(at + HOUR, end)] * 2
    with assert_refused("seat_taken", "scheduled_at", says="Ivan Ilic sits in another interview"):
        make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=end - timedelta(minutes=1))
    after = make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=end)
    with assert_refused("seat_taken", "scheduled_at"):
        interviews.reschedule(interview=after, scheduled_at=at + HOUR, by=cast.max, at=at)
    with assert_refused("seat_taken", "scheduled_at"):
        interviews.reschedule(interview=interview, scheduled_at=at + HOUR, minutes=60, by=cast.max, at=at)
    with assert_breaks("nobody_sits_in_two_interviews_at_once"):
        Panelist.objects.filter(interview=after).update(during=DateTimeTZRange(at + HOUR, end))
    other = make_interview(candidacy, cast.max, [cast.rosa], scheduled_at=at + HOUR)
    with assert_refused("seat_taken", "scheduled_at"):
        interviews.change_panel(interview=other, panel=[cast.rosa, cast.ivan], by=cast.max, at=at)


def test_a_seat_is_free_again_once_the_interview_is_off_moved_or_over(interview, candidacy, cast, at):
    interviews.reschedule(interview=interview, scheduled_at=at + DAY, by=cast.max, at=at)
    second = make_interview(candidacy, cast.max, [cast.ivan])
    interviews.cancel(interview=second, by=cast.max, at=at)
    third = make_interview(candidacy, cast.max, [cast.ivan])
    submit(third, cast.ivan)
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at + 3 * HOUR)
    assert list(Panelist.objects.values_list("during", flat=True).distinct()) == [None]
    assert Interview.objects.get(pk=interview.pk).version == 3


def test_imported_overlaps_stay_as_facts_and_still_count_as_busy(interview, candidacy, cast, at):
    """Rows written past the verbs hold no time, so they may overlap; nobody is booked beside them."""
    legacy = Interview.objects.create(candidacy=candidacy, stage=candidacy.stage, scheduled_at=at + HOUR)
    Panelist.objects.create(interview=legacy, user=cast.ivan)
    lone = Interview.objects.create(candidacy=candidacy, stage=candidacy.stage, scheduled_at=at + DAY)
    Panelist.objects.create(interview=lone, user=cast.ivan)
    with assert_refused("seat_taken", "scheduled_at"):
        make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + DAY)


@pytest.mark.parametrize(("days", "says"), [(0, "takes 2 interviews a day"), (1, "takes 2 interviews a week")])
def test_limits_hold_in_the_interviewers_own_day_and_week(profile, cast, at, days, says):
    set_availability(windows=None, per_day=2 if days == 0 else 20, per_week=2, by=cast.ivan, at=at)
    candidacy = make_candidacy(profile, cast.max)
    for hour in (1, 2):
        make_interview(candidacy, cast.max, [cast.ivan, cast.max], scheduled_at=at + hour * HOUR)
    with assert_refused("load_limit", "scheduled_at", says=says):
        make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + days * DAY + 5 * HOUR)
    make_interview(candidacy, cast.max, [cast.max], scheduled_at=at + days * DAY + 5 * HOUR)
    make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + 7 * DAY)
    made = make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at - HOUR)
    assert made.state == "PLANNED"  # what has begun is a fact, and only written down
