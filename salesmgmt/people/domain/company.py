"""Changes the company's own facts and exchange rates."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing_invalid
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company, ExchangeRate
from salesmgmt.people.validators import validate_currency, validate_zone


@transaction.atomic
def edit_company(*, name: str, zone: str, managers_see_pay: bool, by: User, at: datetime) -> Company:
    """Currency and fiscal year stay as founded: figures and periods are built on them."""
    with refusing_invalid(field="zone"):
        validate_zone(zone)
    if not name.strip():
        raise Refused("The company needs a name; write one.", code="name", field="name")
    company = Company.objects.select_for_update().get()
    before = (company.name, company.zone, company.managers_see_pay)
    company.name, company.zone, company.managers_see_pay = name.strip(), zone, managers_see_pay
    if before != (company.name, company.zone, company.managers_see_pay):
        company.save()
        append(kind="company.edited", subject=company, by=by, at=at, payload={"managers_see_pay": managers_see_pay})
    return company


@transaction.atomic
def set_exchange_rate(
    *, currency: str, valid_date: date, rate: Decimal, source: str, by: User, at: datetime
) -> ExchangeRate:
    """What one unit of `currency` is worth in the company's currency from a day on; a day's rate can be corrected."""
    with refusing_invalid(field="currency"):
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
