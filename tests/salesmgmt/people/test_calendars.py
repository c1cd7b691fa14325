"""Offices, working calendars, holidays and absences."""

from datetime import date

import pytest

from salesmgmt.events.models import Event
from salesmgmt.people.domain.calendars import (
    add_holiday,
    create_calendar,
    create_office,
    edit_calendar,
    edit_office,
    remove_holiday,
)
from salesmgmt.people.models import Absence, Holiday, Office, WorkingCalendar
from tests.cast import AT
from tests.refusals import assert_breaks, assert_refused
from tests.salesmgmt.people.line import days

MAY = date(2026, 5, 1)


@pytest.fixture
def calendar(cast):
    return WorkingCalendar.objects.get()


def kinds(row):
    return [event.kind for event in Event.objects.of(row)]


def test_calendar_is_created_and_edited(cast, olga):
    made = create_calendar(name=" Sunday to Thursday ", weekdays=[7, 1, 2, 3, 4, 4], by=olga, at=AT)
    edit_calendar(calendar=made, name="Sunday to Thursday", weekdays=[1, 2, 3, 4, 7], by=olga, at=AT)
    edit_calendar(calendar=made, name="Gulf", weekdays=[7, 1], by=olga, at=AT)
    made.refresh_from_db()
    assert (made.name, made.weekdays) == ("Gulf", [1, 7])
    assert kinds(made) == ["calendar.created", "calendar.edited"]


@pytest.mark.parametrize(
    ("name", "weekdays", "code", "field"),
    [
        ("Monday to Friday", [1], "people_workingcalendar_name_key", "name"),
        (" ", [1], "a_calendar_has_a_name", "name"),
        ("Never", [], "a_calendar_has_working_days", "weekdays"),
        ("Eight", [1, 8], "a_calendar_has_working_days", "weekdays"),
    ],
)
def test_calendar_that_means_nothing_is_refused(cast, olga, name, weekdays, code, field):
    with assert_refused(code, field=field):
        create_calendar(name=name, weekdays=weekdays, by=olga, at=AT)


def test_office_is_created_and_edited(cast, olga, calendar):
    office = create_office(name=" Athens ", zone="Europe/Athens", calendar=calendar, by=olga, at=AT)
    edit_office(office=office, name="Athens", zone="Europe/Athens", calendar=calendar, by=olga, at=AT)
    edit_office(office=office, name="Piraeus", zone="Europe/Athens", calendar=calendar, by=olga, at=AT)
    assert Office.objects.get(pk=office.pk).name == "Piraeus"
    assert kinds(office) == ["office.created", "office.edited"]


@pytest.mark.parametrize(
    ("name", "zone", "code", "field"),
    [
        ("Head office", "UTC", "people_office_name_key", "name"),
        ("", "UTC", "an_office_has_a_name", "name"),
        ("Moon", "Moon/Base", "invalid", "zone"),
    ],
)
def test_office_that_means_nothing_is_refused(cast, olga, calendar, name, zone, code, field):
    with assert_refused(code, field=field):
        create_office(name=name, zone=zone, calendar=calendar, by=olga, at=AT)


def test_holiday_is_added_once_and_removed(cast, olga, calendar):
    holiday = add_holiday(calendar=calendar, day=MAY, name=" Labour Day ", by=olga, at=AT)
    assert (holiday.date, holiday.name) == (MAY, "Labour Day")
    with assert_refused("a_holiday_stands_once", field="date"):
        add_holiday(calendar=calendar, day=MAY, name="May Day", by=olga, at=AT)
    with assert_refused("name", field="name"):
        add_holiday(calendar=calendar, day=date(2026, 5, 2), name=" ", by=olga, at=AT)
    remove_holiday(holiday=holiday, by=olga, at=AT)
    remove_holiday(holiday=holiday, by=olga, at=AT)
    assert not Holiday.objects.exists()
    assert kinds(calendar) == ["holiday.added", "holiday.removed"]


def test_absences_of_a_person_do_not_overlap(cast):
    Absence.objects.create(user=cast.rita, kind="LEAVE", valid=days("2026-05-01", "2026-05-08"))
    with assert_breaks("a_person_is_absent_once_at_a_time"):
        Absence.objects.create(user=cast.rita, kind="SICK", valid=days("2026-05-07", "2026-05-10"))
    with assert_breaks("an_absence_has_days"):
        Absence.objects.create(user=cast.rita, kind="SICK", valid=days("2026-06-01", "2026-06-01"))
    with assert_breaks("an_absence_kind_is_known"):
        Absence.objects.create(user=cast.rita, kind="MOON", valid=days("2026-06-01", "2026-06-02"))
    Absence.objects.create(user=cast.nora, kind="SICK", valid=days("2026-05-01", "2026-05-08"))
    assert Absence.objects.count() == 2
