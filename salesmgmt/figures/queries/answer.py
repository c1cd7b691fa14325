"""What a figure's rows add up to: value, n and groups in one statement over the very query that lists the rows."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F

from salesmgmt.common.planning import planned
from salesmgmt.figures.aggregates import TALLY, Estimate, Ratio
from salesmgmt.figures.declaration import Figure, Grouping, Measure
from salesmgmt.figures.queries.rows import BY, KEY, TEXT, contributing_rows, grouping_of
from salesmgmt.figures.scope import Scope

FIRST = "figure_first"


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
    group_count: int
    left_out: int | None

    @property
    def main(self) -> Estimate:
        return self.results[0].estimate


def answer(figure: Figure, scope: Scope, *, counting_left_out: bool = True, most: int | None = None) -> Answer:
    """One query for all values and groups, one for what the groups are called, and one more for the rows left out
    where the figure leaves any out. With `most` only so many groups are told, the first ones: of tens of thousands,
    naming and estimating each takes seconds."""
    total, groups, count = _add_up(figure, scope, most)
    return Answer(
        figure=figure,
        scope=scope,
        as_of=scope.moment,
        currency=_currency(figure, scope),
        results=total,
        groups=groups,
        group_count=count,
        left_out=figure.left_out(scope).count() if figure.left_out and counting_left_out else None,
    )


def _add_up(figure: Figure, scope: Scope, most: int | None) -> tuple[tuple[Result, ...], tuple[Group, ...], int]:
    """The whole, the groups that are told, and how many groups there are."""
    quote = connection.ops.quote_name
    sums = [sql for measure in figure.measures for sql in measure.aggregate.sql(lambda c: quote(f"figure_{c}"))]
    columns = {f"figure_{name}": F(name) for name in figure.contributions}
    grouping = grouping_of(figure, scope)
    heads = [BY] if grouping else []
    rows = contributing_rows(figure, scope, texts=False).order_by()
    rows = rows.annotate(**{FIRST: F("pk")}, **columns).values(FIRST, *heads, *columns)
    try:
        inner, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django knows without asking that no row can match
        return _results(figure, [0] * len(sums)), (), 0
    first, by = quote(FIRST), quote(BY)
    if figure.is_tallied:
        inner = _tallied(inner, [*heads, *columns])
    spelled = grouping.spelled % {"expressions": by} if grouping else ""
    keys = [f"grouping({by})", spelled, f"min({first})"] if grouping else ["1", "NULL", "NULL"]
    sets = f"GROUP BY {by if figure.is_added_up else f'GROUPING SETS ((), ({by}))'}" if grouping else ""
    made_of = f"WITH made_of AS {'' if figure.is_tallied else 'NOT '}MATERIALIZED ({inner})"
    sql = f"{made_of} SELECT {', '.join([*keys, *sums])} FROM made_of {sets}"  # noqa: S608 - names are declared
    found = _found(sql, params, hashed=figure.is_tallied)
    parts = [row for row in found if row[0] == 0]
    total = next((row[3:] for row in found if row[0] == 1), None) or _added_up(parts, len(sums))
    if grouping is None:
        return _results(figure, total), (), 0
    told = _first(figure, grouping, parts, most)
    texts = _texts(figure, scope, [row[2] for row in told])
    groups = [_group(figure, grouping, (row[1], texts.get(row[1])), row[3:]) for row in told]
    ordered = tuple(sorted(groups, key=_by_key if grouping.in_key_order else _by_size))
    return _results(figure, total), ordered, len(parts)


def _first(figure: Figure, grouping: Grouping, parts: list[Any], most: int | None) -> list[Any]:
    """Of groups those that stand first, among equals by their keys; a rate is compared without its interval."""
    if most is None or len(parts) <= most:
        return parts
    if grouping.in_key_order:
        return nsmallest(most, parts, key=lambda row: (row[1] is None, row[1] or ""))
    main = figure.measures[0].aggregate
    main = replace(main, interval=False) if isinstance(main, Ratio) else main
    width = len(main.sql(connection.ops.quote_name))

    def rank(row: Sequence[Any]) -> tuple[Any, ...]:
        value = main.estimate(row[3 : 3 + width]).value
        return (value is None, -(value or 0), row[1] or "")

    return nsmallest(most, parts, key=rank)


def _added_up(parts: Sequence[Sequence[Any]], width: int) -> list[Any]:
    """The whole of its groups: PostgreSQL adds up each row once instead of twice, and may share the work out. A sum of
    which nothing is known is none of its own, and counts for nought."""
    return [sum(part[-place] or 0 for part in parts) for place in range(width, 0, -1)]


def _tallied(inner: str, names: Sequence[str]) -> str:
    """Rows alike as one with their count; materialized, it is hashed whatever the sums over it would rather have.

    The `fence` that nothing reads keeps `every_row` a statement of its own: grouped by its columns, and not by all that
    they are worked out of, many rows seem alike to the planner too, which then hashes few and shares the work out.
    """
    quote = connection.ops.quote_name
    alike, first = ", ".join(map(quote, names)), quote(FIRST)
    counted = f"min({first}) AS {first}, count(*) AS {quote(f'figure_{TALLY}')}"
    fenced = f"WITH fence AS (SELECT) {inner}"
    return f"SELECT {alike}, {counted} FROM ({fenced}) every_row GROUP BY {alike}"  # noqa: S608 - names are declared


def _texts(figure: Figure, scope: Scope, firsts: Sequence[Any]) -> dict[str, str]:
    """What groups are called, by their keys, read from one row of each: put into words row by row, a name costs more
    than what is added up."""
    grouping = grouping_of(figure, scope)
    if grouping is None or grouping.text is None or not firsts:
        return {}
    return dict(contributing_rows(figure, scope).order_by().filter(pk__in=firsts).values_list(KEY, TEXT))


def _found(sql: str, params: Sequence[Any], *, hashed: bool) -> list[tuple[Any, ...]]:
    """The planner, which knows nothing of how many rows are alike, would sort them all to find out, or keep them from
    workers who would have many to hand over: `hashed` keeps it from both."""
    told = planned(enable_sort="off", parallel_tuple_cost="0") if hashed else nullcontext()
    with told, connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _group(figure: Figure, grouping: Grouping, head: tuple[str | None, str | None], sums: Sequence[Any]) -> Group:
    key, text = head
    label = grouping.unknown
    if key is not None:
        said = text if grouping.text is not None else grouping.says(key)
        label = label if said is None else said
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
