"""A target in parts: by weights, by the seasons of the years before, and grown. Exact: the parts sum to the whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from salesmgmt.common.money import divide_rounded, split_by_shares

WHOLE_BP = 10_000


def spread(total: Decimal, weights: Sequence[int], *, digits: int) -> list[Decimal]:
    """`total` cut in proportion to non-negative weights, each part to `digits` places, by largest remainder.

    Raises ValueError where no weight is positive, or `total` has more digits than its parts may have.
    """
    return [Decimal(part).scaleb(-digits) for part in split_by_shares(_whole(total, digits), weights)]


def grown(amount: Decimal, growth_bp: int, *, digits: int) -> Decimal:
    """An amount and so many basis points of it (fewer for a negative number), rounded once."""
    return Decimal(divide_rounded(_whole(amount, digits) * (WHOLE_BP + growth_bp), WHOLE_BP)).scaleb(-digits)


def as_integers(weights: Sequence[Decimal]) -> list[int]:
    """Weights with digits after the point as integers in the same proportion."""
    places = max(0, *(-int(weight.as_tuple().exponent) for weight in weights))
    return [int(weight.scaleb(places)) for weight in weights]


def season_weights(won: Mapping[date, int], periods: Sequence[tuple[date, date]], years: Sequence[date]) -> list[int]:
    """What was won in the same months of the years before, for each period.

    `won` is minor units by the first day of a month, `years` the first days of whole years before. A period is its
    first day and the first day after it, both first days of months.
    """
    start = periods[0][0]
    return [
        sum(
            won.get(_months_after(year, _months_between(start, month)), 0)
            for year in years
            for month in _months(*period)
        )
        for period in periods
    ]


def _months(first: date, end: date) -> list[date]:
    return [_months_after(first, number) for number in range(_months_between(first, end))]


def _months_between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def _months_after(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def _whole(amount: Decimal, digits: int) -> int:
    scaled = amount.scaleb(digits)
    if scaled != int(scaled):
        raise ValueError(f"{amount} has more than {digits} digits after the point.")
    return int(scaled)
