"""What an amount was worth in the company's currency on a day."""

from datetime import date
from decimal import Decimal

from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company, ExchangeRate


def rate_on(*, currency: str, day: date, company: Company) -> Decimal:
    """The last rate at or before `day`; raises Refused when there is none."""
    if currency == company.currency:
        return Decimal(1)
    row = ExchangeRate.objects.filter(currency=currency, valid_date__lte=day).order_by("-valid_date").first()
    if row is None:
        raise Refused(
            f"There is no {currency} rate for {day:%-d %B %Y} or before; enter one under Settings, Exchange rates.",
            code="no_exchange_rate",
            field="currency",
        )
    return row.rate
