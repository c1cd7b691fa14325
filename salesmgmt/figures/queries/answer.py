"""What a figure's rows add up to: value, n and groups in one statement over the very query that lists the rows."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F

from salesmgmt.figures.aggregates import TALLY, Estimate
from salesmgmt.figures.declaration import Figure, Measure
from salesmgmt.figures.queries.rows import KEY, TEXT, contributing_rows, grouping_of
from salesmgmt.figures.scope import Scope


@dataclass(frozen=True)
class Result:
    """One measure's value."""

    measure: Measure
    estimate: Estimate


@dataclass(frozen=True)
class Group:
    """One group of a breakdown; `key` is None where the rows do not know it."""

    key: str | None
    label: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Answer:
    """A figure asked once. `currency` is None unless something in it is money."""

    figure: Figure
    scope: Scope
    as_of: datetime
    currency: str | None
    results: tuple[Result, ...]
    groups: tuple[Group, ...]
    left_out: int | None

    @property
    def main(self) -> Estimate:
        return self.results[0].estimate


def answer(figure: Figure, scope: Scope, *, counting_left_out: bool = True) -> Answer:
    """One query for all values and groups, and one more for the rows left out where the figure leaves any out."""
    total, groups = _add_up(figure, scope)
    return Answer(
        figure=figure,
        scope=scope,
        as_of=scope.moment,
        currency=_currency(figure, scope),
        results=total,
        groups=groups,
        left_out=figure.left_out(scope).count() if figure.left_out and counting_left_out else None,
    )


def _add_up(figure: Figure, scope: Scope) -> tuple[tuple[Result, ...], tuple[Group, ...]]:
    quote = connection.ops.quote_name
    tally = quote(f"figure_{TALLY}")
    sums = [sql for measure in figure.measures for sql in measure.aggregate.sql(lambda c: quote(f"figure_{c}"))]
    columns = {f"figure_{name}": F(name) for name in figure.contributions}
    grouping = grouping_of(figure, scope)
    heads = [KEY, *([TEXT] if grouping and grouping.text is not None else [])] if grouping else []
    rows = contributing_rows(figure, scope).order_by().annotate(**columns).values("pk", *heads, *columns)
    try:
        inner, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django knows without asking that no row can match
        return _results(figure, [0] * len(sums)), ()
    names = [quote(head) for head in heads]
    if figure.is_tallied:
        alike = ", ".join([*names, *map(quote, columns)])
        inner = f"SELECT {alike}, count(*) AS {tally} FROM ({inner}) every_row GROUP BY {alike}"  # noqa: S608
    whole = f"grouping({names[0]})" if names else "1"
    sets = f"GROUP BY GROUPING SETS ((), ({', '.join(names)}))" if names else ""
    sql = f"SELECT {', '.join([whole, *names, *sums])} FROM ({inner}) made_of {sets}"  # noqa: S608 - names are declared
    found = _found(sql, params, hashed=figure.is_tallied)
    total = next(row for row in found if row[0] == 1)
    groups = [_group(figure, scope, row[1 : 1 + len(heads)], row[1 + len(heads) :]) for row in found if row[0] == 0]
    in_key_order = grouping is not None and grouping.in_key_order
    return _results(figure, total[1 + len(heads) :]), tuple(sorted(groups, key=_by_key if in_key_order else _by_size))


def _found(sql: str, params: Sequence[Any], *, hashed: bool) -> list[tuple[Any, ...]]:
    """The planner, which knows nothing of how many rows are alike, would sort them all to find out: `hashed` keeps it
    from that."""
    with transaction.atomic() if hashed else nullcontext(), connection.cursor() as cursor:
        if hashed:
            cursor.execute("SELECT set_config('enable_sort', 'off', true)")
        cursor.execute(sql, params)
        return cursor.fetchall()


def _group(figure: Figure, scope: Scope, heads: Sequence[str | None], sums: Sequence[Any]) -> Group:
    grouping = grouping_of(figure, scope)
    key, text = heads[0], heads[-1]
    if grouping is None or key is None or text is None:
        label = grouping.unknown if grouping else ""
    else:
        label = text if len(heads) == 2 else grouping.says(key)
    return Group(key, label, _results(figure, sums))


def _results(figure: Figure, sums: Sequence[Any]) -> tuple[Result, ...]:
    quote = connection.ops.quote_name
    results, start = [], 0
    for measure in figure.measures:
        width = len(measure.aggregate.sql(quote))
        results.append(Result(measure, measure.aggregate.estimate(sums[start : start + width])))
        start += width
    return tuple(results)


def _by_size(group: Group) -> tuple[Any, ...]:
    value = group.results[0].estimate.value
    return (value is None, -(value or 0), group.label)


def _by_key(group: Group) -> tuple[Any, ...]:
    return (group.key is None, group.key or "")


def _currency(figure: Figure, scope: Scope) -> str | None:
    if not any(measure.unit == "MONEY" for measure in figure.measures):
        return None
    return figure.currency(scope) if figure.currency else scope.company.currency
