"""Keeps rollups true: marks the keys that events touch, and adds the marked ones up again, a chunk at a time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from salesmgmt.events.domain.messages import send_on_commit
from salesmgmt.figures.models import StaleRollup
from salesmgmt.figures.queries.facts import facts_sql, period_sql
from salesmgmt.figures.rollup import Grain, RollupMetric, Span, Touched, metrics

Key = tuple[int, date]

# DO UPDATE waits for whoever adds this very key up just now, and marks it again when that is done
_MARK = """
INSERT INTO figures_stalerollup AS stale (metric, subject_id, period_start, marked_at)
SELECT DISTINCT %s, touched.subject_id, touched.period_start, %s::timestamptz FROM ({keys}) AS touched
ORDER BY 3, 2
ON CONFLICT (metric, subject_id, period_start) DO UPDATE SET marked_at = EXCLUDED.marked_at
"""
_KEYS = "SELECT key.subject_id, {period} AS period_start FROM unnest(%s::bigint[], %s::date[]) AS key (subject_id, day)"
_SPAN = """
SELECT facts.subject_id, facts.period_start FROM ({facts}) AS facts
UNION
SELECT subject_id, period_start FROM figures_rollup
WHERE metric = %s AND (%s::date IS NULL OR period_start >= {first}) AND (%s::date IS NULL OR period_start < %s::date)
"""
_ADD_UP = """
WITH asked AS (
    SELECT * FROM unnest(%s::bigint[], %s::date[]) AS asked (subject_id, period_start)
), live AS (
    SELECT subject_id, period_start, facts.part, count(*) AS count, coalesce(sum(facts.value), 0) AS total
    FROM ({facts}) AS facts JOIN asked USING (subject_id, period_start)
    GROUP BY subject_id, period_start, facts.part
), gone AS (
    DELETE FROM figures_rollup AS rollup USING asked
    WHERE rollup.metric = %s AND rollup.subject_id = asked.subject_id AND rollup.period_start = asked.period_start
      AND NOT EXISTS (
          SELECT FROM live
          WHERE live.subject_id = rollup.subject_id AND live.period_start = rollup.period_start
            AND live.part = rollup.part
      )
)
INSERT INTO figures_rollup (metric, subject_id, period_start, part, count, total, computed_at)
SELECT %s, subject_id, period_start, part, count, total, %s FROM live
ON CONFLICT (metric, subject_id, period_start, part) DO UPDATE
SET count = EXCLUDED.count, total = EXCLUDED.total, computed_at = EXCLUDED.computed_at
"""


@transaction.atomic
def mark(metric: RollupMetric, touched: Touched, *, at: datetime) -> None:
    """Writes down that these keys have to be added up again; marking one twice is marking it once."""
    if not touched:
        return
    with connection.cursor() as cursor:
        if touched.keys:
            subjects, days = zip(*sorted(touched.keys), strict=True)
            keys = _KEYS.format(period=period_sql(metric, "key.day"))
            cursor.execute(_MARK.format(keys=keys), [metric.name, at, list(subjects), list(days)])
        for span in _widest(touched.spans):
            _mark_span(cursor, metric, span, at)
    send_on_commit("figures.refresh_rollups")


def refresh_all(*, at: datetime, chunk: int | None = None) -> int:
    """Adds every marked key up again; returns how many. Keys in other workers' hands are theirs."""
    done = 0
    for metric in metrics():
        while refreshed := refresh(metric, at=at, chunk=chunk):
            done += refreshed
    return done


@transaction.atomic
def refresh(metric: RollupMetric, *, at: datetime, chunk: int | None = None) -> int:
    """Adds the first marked keys of a metric up from the facts, in one transaction; returns how many there were.

    The marks are locked before the facts are looked at: what is committed later marks them again. Run twice or by
    two workers, a key is added up once each time it was marked; killed anywhere, its mark is still there.
    """
    marked = StaleRollup.objects.filter(metric=metric.name).order_by("period_start", "subject_id")
    stale = list(
        marked.select_for_update(skip_locked=True).values_list("pk", "subject_id", "period_start")[
            : chunk or metric.at_once
        ]
    )
    if stale:
        _add_up(metric, [(subject_id, period_start) for _, subject_id, period_start in stale], at)
        StaleRollup.objects.filter(pk__in=[pk for pk, *_ in stale]).delete()
    return len(stale)


def _add_up(metric: RollupMetric, keys: Sequence[Key], at: datetime) -> None:
    subjects, starts = (list(column) for column in zip(*keys, strict=True))
    facts, params = facts_sql(metric, min(starts), _end_of(metric, max(starts)))
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP.format(facts=facts), [subjects, starts, *params, metric.name, metric.name, at])


def _mark_span(cursor, metric: RollupMetric, span: Span, at: datetime) -> None:
    start, end = span
    facts, params = facts_sql(metric, start, end)
    keys = _SPAN.format(facts=facts, first=period_sql(metric, "%s::date"))
    cursor.execute(_MARK.format(keys=keys), [metric.name, at, *params, metric.name, start, start, end, end])


def _end_of(metric: RollupMetric, start: date) -> date:
    """The first day after the period that starts on a day."""
    if metric.grain == Grain.DAY:
        return start + timedelta(days=1)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)


def _widest(spans: frozenset[Span]) -> list[Span]:
    """Spans that lie in no other; those of many chunks of an import are mostly one."""

    def holds(outer: Span, inner: Span) -> bool:
        (a, b), (c, d) = outer, inner
        return (a is None or (c is not None and a <= c)) and (b is None or (d is not None and d <= b))

    return [span for span in spans if not any(other != span and holds(other, span) for other in spans)]
