"""The facts of a rollup metric as SQL: what it would count and add up, straight from the rows."""

from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection

from salesmgmt.figures.rollup import RollupMetric

_NOTHING = "SELECT NULL::bigint AS subject, NULL::date AS day, '' AS part, 0::numeric AS value WHERE false"


def facts_sql(metric: RollupMetric, start: date | None = None, end: date | None = None) -> tuple[str, tuple]:
    """A statement with the columns subject_id, period_start, part and value, a row a fact, and its parameters."""
    rows = metric.source(start, end).order_by()
    names = ("subject", "day", "part", "value")
    try:
        inner, params = rows.values(*names).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        inner, params = _NOTHING, ()
    period = period_sql(metric, "facts.day")
    return (
        f"SELECT facts.subject AS subject_id, {period} AS period_start, facts.part::text AS part, "  # noqa: S608
        f"facts.value::numeric AS value FROM ({inner}) AS facts "
        "WHERE facts.subject IS NOT NULL AND facts.day IS NOT NULL",
        params,
    )


def period_sql(metric: RollupMetric, day: str) -> str:
    """The first day of the period that a day belongs to."""
    return f"({day})::date" if metric.grain == "day" else f"date_trunc('{metric.grain}', ({day})::timestamp)::date"
