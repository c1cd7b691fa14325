"""Changes the company's own facts, offices, calendars and rates."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company, ExchangeRate, Holiday, Office, WorkingCalendar
from salesmgmt.people.validators import validate_currency, validate_zone


@transaction.atomic
def edit_company(*, name: str, zone: str, managers_see_pay: bool, by: User, at: datetime) -> Company:
    """Currency and fiscal year stay as founded: figures and periods are built on them."""
    validate_zone(zone)
    company = Company.objects.select_for_update().get()
    before = (company.name, company.zone, company.managers_see_pay)
    company.name, company.zone, company.managers_see_pay = name.strip(), zone, managers_see_pay
    if before != (company.name, company.zone, company.managers_see_pay):
        company.save()
        append(kind="company.edited", subject=company, by=by, at=at, payload={"managers_see_pay": managers_see_pay})
    return company


@transaction.atomic
def create_office(*, name: str, zone: str, calendar: WorkingCalendar, by: User, at: datetime) -> Office:
    validate_zone(zone)
    sentence = "There is already an office of this name; choose another name."
    with refusing({"people_office_name_key": sentence}, field="name"):
        office = Office.objects.create(name=name.strip(), zone=zone, calendar=calendar)
    append(kind="office.created", subject=office, by=by, at=at, payload={"calendar_id": calendar.pk})
    return office


@transaction.atomic
def add_holiday(*, calendar: WorkingCalendar, day: date, name: str, by: User, at: datetime) -> Holiday:
    sentence = f"{day:%-d %B %Y} is already a holiday in this calendar; nothing needs to be added."
    with refusing({"a_holiday_stands_once": sentence}, field="date"):
        holiday = Holiday.objects.create(calendar=calendar, date=day, name=name.strip())
    append(kind="holiday.added", subject=calendar, by=by, at=at, payload={"date": day.isoformat()})
    return holiday


@transaction.atomic
def set_exchange_rate(
    *, currency: str, valid_date: date, rate: Decimal, source: str, by: User, at: datetime
) -> ExchangeRate:
    """What one unit of `currency` is worth in the company's currency from a day on; a day's rate can be corrected."""
    validate_currency(currency)
    company = Company.objects.current()
    if currency == company.currency:
        raise Refused(
            f"{currency} is the company's own currency, so its rate is always 1; choose another currency.",
            code="own_currency",
            field="currency",
        )
    if rate <= 0:
        raise Refused("An exchange rate is above 0; write what one unit is worth.", code="rate", field="rate")
    row, _ = ExchangeRate.objects.update_or_create(
        currency=currency, valid_date=valid_date, defaults={"rate": rate, "source": source.strip()}
    )
    append(
        kind="exchange_rate.set",
        subject=row,
        by=by,
        at=at,
        payload={"currency": currency, "valid_date": valid_date.isoformat(), "rate": str(rate)},
    )
    return row
