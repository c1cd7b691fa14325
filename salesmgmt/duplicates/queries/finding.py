"""Rows that look like others: of some rows by index, of all of them by sets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from salesmgmt.duplicates.registry import NAME, Mergeable

COMMON = 20
"""A value that more rows than this have in common (a switchboard, a test name) says nothing."""


MOST = 10_000
"""So many pairs are found at once, those with more than a name in common first: nobody decides about more."""


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two rows and why they look the same; `name_percent` where their names are alike."""

    low_id: int
    high_id: int
    reasons: tuple[str, ...]
    name_percent: int | None


def pairs_of(mergeable: Mergeable, ids: Sequence[int]) -> list[FoundPair]:
    """The pairs that these rows are part of."""
    selects = [_exact(key.code, key.rows(), ids) for key in mergeable.keys]
    if mergeable.name_alone is not None:
        selects.append(_alike(mergeable.names(), ids))
    return _found(mergeable, selects)


def all_pairs(mergeable: Mergeable) -> list[FoundPair]:
    """Every pair of the kind."""
    selects = [_exact(key.code, key.rows(), None) for key in mergeable.keys]
    if mergeable.name_alone is not None:
        selects.append(_all_alike(mergeable.names(), mergeable.name_alone))
    return _found(mergeable, selects)


def _found(mergeable: Mergeable, selects: Iterable[tuple[str, list[Any]]]) -> list[FoundPair]:
    parts = list(selects)
    params = [param for _, given in parts for param in given]
    names, name_params = mergeable.names().query.sql_with_params()
    with connection.cursor() as cursor:
        # how alike `%` wants names to be, until the transaction ends
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(mergeable.name_alone or 1)])
        cursor.execute(_PAIRS.format(selects=" UNION ALL ".join(sql for sql, _ in parts), name=NAME, most=MOST), params)
        rows = cursor.fetchall()
        percents = {}
        if rows:
            lows, highs = [row[0] for row in rows], [row[1] for row in rows]
            cursor.execute(_PERCENTS.format(names=names), [lows, highs, *name_params, *name_params])
            percents = {(low, high): percent for low, high, percent in cursor.fetchall()}
    least = mergeable.name_like * 100
    pairs = []
    for low, high, reasons in rows:
        percent = percents.get((low, high), 0)
        pairs.append(FoundPair(low, high, tuple(reasons), percent if percent >= least else None))
    return pairs


def _exact(code: str, rows: QuerySet[Any, Any], ids: Sequence[int] | None) -> tuple[str, list[Any]]:
    sql, params = rows.query.sql_with_params()
    if ids is None:
        return _ALL_EXACT.format(rows=sql, code=code, common=COMMON), [*params, *params, *params]
    return _EXACT.format(rows=sql, code=code, common=COMMON), [*params, *params, list(ids), *params]


def _alike(names: QuerySet[Any, Any], ids: Sequence[int]) -> tuple[str, list[Any]]:
    sql, params = names.query.sql_with_params()
    return _ALIKE.format(rows=sql, code=NAME, common=COMMON), [*params, *params, list(ids)]


def _all_alike(names: QuerySet[Any, Any], least: float) -> tuple[str, list[Any]]:
    sql, params = names.query.sql_with_params()
    return _ALL_ALIKE.format(rows=sql, code=NAME, common=COMMON, least=float(least)), list(params)


_PAIRS = """
SELECT least(one, other) AS low, greatest(one, other) AS high, array_agg(DISTINCT code)
FROM ({selects}) AS found GROUP BY 1, 2
ORDER BY bool_and(code = '{name}'), count(DISTINCT code) DESC, 1, 2 LIMIT {most}
"""
_EXACT = """
SELECT one.same_subject AS one, other.same_subject AS other, '{code}' AS code
FROM ({rows}) AS one JOIN ({rows}) AS other
    ON other.same_value = one.same_value AND other.same_subject <> one.same_subject
WHERE one.same_subject = ANY(%s)
  AND (SELECT count(DISTINCT same_subject) FROM ({rows}) AS common WHERE common.same_value = one.same_value) <= {common}
"""
_ALL_EXACT = """
SELECT one.same_subject AS one, other.same_subject AS other, '{code}' AS code
FROM ({rows}) AS one JOIN ({rows}) AS other
    ON other.same_value = one.same_value AND other.same_subject > one.same_subject
WHERE one.same_value IN (
    SELECT same_value FROM ({rows}) AS common
    GROUP BY same_value HAVING count(DISTINCT same_subject) BETWEEN 2 AND {common}
)
"""
_ALIKE = """
SELECT one, other, '{code}' AS code FROM (
    SELECT one.same_subject AS one, other.same_subject AS other,
           count(*) FILTER (WHERE other.same_value = one.same_value) OVER (PARTITION BY one.same_subject) AS namesakes
    FROM ({rows}) AS one JOIN ({rows}) AS other
        ON other.same_value %% one.same_value AND other.same_subject <> one.same_subject
    WHERE one.same_subject = ANY(%s)
) AS alike WHERE namesakes < {common}
"""
# Names that are alike at `least` share one of their rarest trigrams: of n trigrams, one of n - ceil(least * n) + 1.
# Only names that do are compared.
_ALL_ALIKE = """
SELECT one, other, '{code}' AS code FROM (
    WITH named AS MATERIALIZED (
        SELECT row_number() OVER () AS name_no, same_value, array_agg(same_subject ORDER BY same_subject) AS ids
        FROM ({rows}) AS every GROUP BY same_value HAVING count(*) <= {common}
    ), grams AS MATERIALIZED (
        SELECT name_no, gram, count(*) OVER (PARTITION BY name_no) AS size, count(*) OVER (PARTITION BY gram) AS often
        FROM named CROSS JOIN LATERAL unnest(show_trgm(same_value)) AS gram
    ), ranked AS (
        SELECT name_no, gram, size, row_number() OVER (PARTITION BY name_no ORDER BY often, gram) AS place FROM grams
    ), rare AS MATERIALIZED (
        SELECT name_no, gram, size FROM ranked WHERE place <= size - ceil({least} * size) + 1
    ), compared AS (
        SELECT DISTINCT one.name_no AS one_no, other.name_no AS other_no
        FROM rare AS one JOIN rare AS other ON other.gram = one.gram AND other.name_no > one.name_no
        WHERE other.size >= {least} * one.size AND one.size >= {least} * other.size
    )
    SELECT one_id AS one, other_id AS other
    FROM compared
    JOIN named AS one ON one.name_no = one_no
    JOIN named AS other ON other.name_no = other_no
    CROSS JOIN LATERAL unnest(one.ids) AS one_id CROSS JOIN LATERAL unnest(other.ids) AS other_id
    WHERE similarity(one.same_value, other.same_value) >= {least}::real
    UNION ALL
    SELECT one_id, other_id
    FROM named CROSS JOIN LATERAL unnest(ids) AS one_id CROSS JOIN LATERAL unnest(ids) AS other_id
    WHERE one_id < other_id
) AS alike
"""
_PERCENTS = """
SELECT pair.low, pair.high, round(similarity(one.same_value, other.same_value) * 100)::int
FROM unnest(%s::bigint[], %s::bigint[]) AS pair (low, high)
JOIN ({names}) AS one ON one.same_subject = pair.low
JOIN ({names}) AS other ON other.same_subject = pair.high
"""
