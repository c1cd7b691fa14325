"""Changes offices, working calendars and holidays."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing, refusing_invalid
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Holiday, Office, WorkingCalendar
from salesmgmt.people.validators import validate_zone

RETIRED_OFFICE = "The office is retired; choose another one, or bring it back in the settings first."
_OFFICE = {
    "people_office_name_key": "There is already an office of this name; choose another name.",
    "an_office_has_a_name": "An office needs a name; write one.",
}
_CALENDAR_NAME = {
    "people_workingcalendar_name_key": "There is already a calendar of this name; choose another name.",
    "a_calendar_has_a_name": "A calendar needs a name; write one.",
}
_CALENDAR_DAYS = {
    "a_calendar_has_working_days": "A calendar works on one day of the week at least; choose days from 1 to 7.",
}


@transaction.atomic
def create_calendar(*, name: str, weekdays: Sequence[int], by: User, at: datetime) -> WorkingCalendar:
    """A week of working days (ISO numbers, 1 = Monday) without holidays."""
    calendar = WorkingCalendar(name=name.strip(), weekdays=sorted(set(weekdays)))
    _save_calendar(calendar)
    append(kind="calendar.created", subject=calendar, by=by, at=at, payload={"weekdays": calendar.weekdays})
    return calendar


@transaction.atomic
def edit_calendar(
    *, calendar: WorkingCalendar, name: str, weekdays: Sequence[int], by: User, at: datetime
) -> WorkingCalendar:
    calendar = WorkingCalendar.objects.select_for_update().get(pk=calendar.pk)
    wanted = (name.strip(), sorted(set(weekdays)))
    if (calendar.name, calendar.weekdays) != wanted:
        calendar.name, calendar.weekdays = wanted
        _save_calendar(calendar)
        append(kind="calendar.edited", subject=calendar, by=by, at=at, payload={"weekdays": calendar.weekdays})
    return calendar


@transaction.atomic
def create_office(*, name: str, zone: str, calendar: WorkingCalendar, by: User, at: datetime) -> Office:
    office = Office(name=name.strip(), zone=zone, calendar=calendar)
    _save_office(office)
    append(kind="office.created", subject=office, by=by, at=at, payload={"calendar_id": calendar.pk})
    return office


@transaction.atomic
def edit_office(*, office: Office, name: str, zone: str, calendar: WorkingCalendar, by: User, at: datetime) -> Office:
    office = Office.objects.select_for_update().get(pk=office.pk)
    wanted = (name.strip(), zone, calendar.pk)
    if (office.name, office.zone, office.calendar_id) != wanted:
        office.name, office.zone, office.calendar_id = wanted
        _save_office(office)
        append(kind="office.edited", subject=office, by=by, at=at, payload={"calendar_id": calendar.pk})
    return office


@transaction.atomic
def add_holiday(*, calendar: WorkingCalendar, day: date, name: str, by: User, at: datetime) -> Holiday:
    if not name.strip():
        raise Refused("A holiday needs a name; write one.", code="name", field="name")
    sentence = f"{day:%-d %B %Y} is already a holiday in this calendar; nothing needs to be added."
    with refusing({"a_holiday_stands_once": sentence}, field="date"):
        holiday = Holiday.objects.create(calendar=calendar, date=day, name=name.strip())
    append(kind="holiday.added", subject=calendar, by=by, at=at, payload={"date": day.isoformat()})
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: User, at: datetime) -> None:
    """The day is a working day again, if its weekday is one. Removing it twice is the same as once."""
    removed, _ = Holiday.objects.filter(pk=holiday.pk).delete()
    if removed:
        payload = {"date": holiday.date.isoformat()}
        append(kind="holiday.removed", subject=holiday.calendar, by=by, at=at, payload=payload)


def _save_calendar(calendar: WorkingCalendar) -> None:
    with refusing(_CALENDAR_NAME, field="name"), refusing(_CALENDAR_DAYS, field="weekdays"):
        calendar.save()


def _save_office(office: Office) -> None:
    with refusing_invalid(field="zone"):
        validate_zone(office.zone)
    with refusing(_OFFICE, field="name"):
        office.save()
