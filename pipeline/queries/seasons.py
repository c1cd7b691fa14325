"""How deals were won over the months of the years before: what a target of a year is spread by."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth

from pipeline.choices import StageKind
from pipeline.engine.spreading import season_weights
from pipeline.models import Deal
from salesmgmt.common.money import to_minor
from salesmgmt.common.period import Period
from salesmgmt.people.models import Company

YEARS = 3


def whole_years_before(start: date, *, day: date, first_win: date) -> list[date]:
    """The first days of at most three whole years, a multiple of years before `start`, that are over on `day` and did
    not begin before the first deal was won."""
    found, year = [], start.replace(year=start.year - 1)
    while year.replace(year=year.year + 1) > day:
        year = year.replace(year=year.year - 1)
    while len(found) < YEARS and year >= first_win.replace(day=1):
        found.append(year)
        year = year.replace(year=year.year - 1)
    return found


def weights_as_won(periods: Sequence[Period], *, day: date) -> tuple[list[int], list[date]]:
    """Minor units won in the same months of the whole years before, for each period, and these years' first days; no
    years where the company has not sold for one."""
    company = Company.objects.current()
    won = Deal.objects.filter(state=StageKind.WON, currency=company.currency, close_date__isnull=False)
    first_win = won.aggregate(first=Min("close_date"))["first"]
    years = [] if first_win is None else whole_years_before(periods[0].start, day=day, first_win=first_win)
    if not years:
        return [0] * len(periods), []
    end = years[0].replace(year=years[0].year + 1)
    months = won.filter(close_date__gte=years[-1], close_date__lt=end).order_by().values(month=TruncMonth("close_date"))
    by_month = {row["month"]: to_minor(row["sum"] or 0, company.currency) for row in months.annotate(sum=Sum("amount"))}
    return season_weights(by_month, [(each.start, each.end) for each in periods], years), years
