"""The promise of every figure: its rows, fetched with the same parameters, add up to it. Redone here by hand."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from urllib.parse import urlencode

from rest_framework.test import APIClient

from salesmgmt.accounts.models import User
from salesmgmt.common.money import currency_decimals
from salesmgmt.figures.aggregates import AmountRatio, Count, Mean, Median, Ratio, Sum, Survival, Velocity
from salesmgmt.figures.declaration import Figure, Unit
from salesmgmt.statistics.competing import competing_risks
from salesmgmt.statistics.quantiles import median
from tests.salesmgmt.statistics.plain_survival import plain_median

DIGITS = {Unit.COUNT: 0, Unit.RATE: 6, Unit.DAYS: 4, Unit.HOURS: 4}


def assert_rows_add_up(
    figure: Figure, user: User, params: dict[str, str] | None = None, *, by: int | None = None
) -> dict:
    """Asks the figure over the API as the user, whole and by each grouping; returns the whole answer.

    With a number in `by` only one of the groupings is asked for: scopes multiplied with groupings are many.
    """
    params = params or {}
    client = APIClient()
    client.force_authenticate(user)
    whole = _get(client, figure, params)
    rows = _rows(client, figure, params)
    _assert_measures(figure, whole["measures"], rows, whole["currency"])
    groupings = list(figure.groupings_for(user))
    for grouping in groupings if by is None else groupings[by % max(1, len(groupings)) :][:1]:
        asked = {**params, "by": grouping}
        broken_down = _get(client, figure, asked)
        assert broken_down["measures"] == whole["measures"], (
            f"{figure.name} by {grouping} counts rows twice or loses some"
        )
        of_groups = []
        for group in broken_down["groups"]:
            of_group = _rows(client, figure, {**asked, "group": group["key"] or ""})
            assert of_group, f"{figure.name} by {grouping} has an empty group {group['label']}"
            _assert_measures(figure, group["measures"], of_group, whole["currency"])
            of_groups += of_group
        assert sorted(row["id"] for row in of_groups) == sorted(row["id"] for row in rows)
    return whole


def _get(client: APIClient, figure: Figure, params: dict[str, str]) -> dict:
    answer = client.get(f"/api/v1/figures/{figure.name}/?{urlencode(params)}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def _rows(client: APIClient, figure: Figure, params: dict[str, str]) -> list[dict]:
    rows: list[dict] = []
    address = f"/api/v1/figures/{figure.name}/rows/?{urlencode({**params, 'limit': 200})}"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["results"]
        address = answer.json()["next"]
    assert len({row["id"] for row in rows}) == len(rows), f"{figure.name} lists a row twice"
    return rows


def _assert_measures(figure: Figure, shown: dict, rows: list[dict], currency: str | None) -> None:
    for measure in figure.measures:
        value, n = _redone(measure.aggregate, rows)
        found = shown[measure.name]
        assert found["n"] == n, f"{figure.name}.{measure.name}"
        if value is None:
            assert found["value"] is None, f"{figure.name}.{measure.name}"
            continue
        digits = currency_decimals(currency) if measure.unit is Unit.MONEY else DIGITS[measure.unit]
        assert Decimal(str(found["value"])) == _rounded(value, digits), f"{figure.name}.{measure.name}"


def _redone(aggregate, rows: list[dict]) -> tuple[Fraction | None, int]:
    def column(name: str) -> list[Fraction]:
        return [Fraction(str(row["contributes"][name])) for row in rows if row["contributes"][name] is not None]

    match aggregate:
        case Count():
            return Fraction(len(rows)), len(rows)
        case Sum(name):
            return sum(column(name), Fraction(0)), len(column(name))
        case Ratio(above, below):
            whole = sum(column(below), Fraction(0))
            return (sum(column(above), Fraction(0)) / whole if whole else None), int(whole)
        case Mean(name, per):
            known = column(name)
            return (sum(known, Fraction(0)) / len(known) / per if known else None), len(known)
        case Median(name, per):
            known = column(name)
            return (median(known) / per if known else None), len(known)
        case _:
            return _made_of_several(aggregate, rows, column)


def _made_of_several(aggregate, rows: list[dict], column) -> tuple[Fraction | None, int]:
    if isinstance(aggregate, Velocity):
        return _velocity(aggregate, column)
    if isinstance(aggregate, AmountRatio):
        above, below = map(column, aggregate.columns)
        return (sum(above) / sum(below), len(below)) if sum(below) else (None, 0)
    return _followed(aggregate, [row["contributes"] for row in rows])


def _velocity(aggregate: Velocity, column) -> tuple[Fraction | None, int]:
    waits, through, over, worth, days = map(column, aggregate.columns)
    n = int(min(sum(through), len(worth), len(days)))
    if n < aggregate.fewest or not sum(days):
        return None, n
    each, took = Fraction(sum(worth), len(worth)), Fraction(sum(days), len(days))
    return sum(waits) * sum(through) * each / (sum(over) * took), n


def _followed(aggregate, seen: list[dict]) -> tuple[Fraction | None, int]:
    """Of times, and what they ended by."""
    if isinstance(aggregate, Survival):
        through, waiting = (
            [each[aggregate.days] for each in seen if each[aggregate.happened] == value] for value in (1, 0)
        )
        return (plain_median(through, waiting) if seen else None), len(through) + len(waiting)
    times = [
        [each[aggregate.days] for each in seen if each[aggregate.outcome] == value]
        for value in range(aggregate.causes + 1)
    ]
    return (competing_risks(times[1:], times[0]).shares[aggregate.cause - 1] if seen else None), len(seen)


def _rounded(value: Fraction, digits: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
