"""Every rollup added up again and compared with what is kept, but for keys that wait to be added up."""

from collections.abc import Iterable

from django.db import connection

from salesmgmt.common.proof import SHOWN, Difference, Finding
from salesmgmt.events.models import Consumer
from salesmgmt.events.queries.unread import unread
from salesmgmt.figures.queries.facts import facts_sql, period_sql
from salesmgmt.figures.rollup import RollupMetric, Touched, metrics
from salesmgmt.imports.queries.untold import untold

# what waits: marked keys, and keys and spans that events touch which the metric's reader has not yet read, or that
# imports under way will tell of
_COMPARE = """
WITH live AS (
    SELECT subject_id, period_start, part, count(*) AS count, coalesce(sum(value), 0) AS total
    FROM ({facts}) AS facts GROUP BY subject_id, period_start, part
), kept AS (
    SELECT subject_id, period_start, part, count, total FROM figures_rollup WHERE metric = %s
), waiting AS (
    SELECT subject_id, period_start FROM figures_stalerollup WHERE metric = %s
    UNION
    SELECT subject_id, {period} FROM unnest(%s::bigint[], %s::date[]) AS key (subject_id, day)
), spans AS (
    SELECT * FROM unnest(%s::date[], %s::date[]) AS span (first_day, last_day)
), every AS (
    SELECT subject_id, period_start, part, live.count AS live_count, live.total AS live_total, kept.count, kept.total
    FROM live FULL JOIN kept USING (subject_id, period_start, part)
)
SELECT subject_id, period_start, part, count, total, live_count, live_total,
       count(*) OVER () AS differing, (SELECT count(*) FROM every) AS looked_at
FROM every
WHERE (count, total) IS DISTINCT FROM (live_count, live_total)
  AND NOT EXISTS (
      SELECT FROM waiting
      WHERE waiting.subject_id = every.subject_id AND waiting.period_start = every.period_start
  )
  AND NOT EXISTS (
      SELECT FROM spans
      WHERE (first_day IS NULL OR every.period_start >= {first}) AND (last_day IS NULL OR every.period_start < last_day)
  )
ORDER BY period_start, subject_id, part LIMIT {shown}
"""


def look_at_rollups() -> Finding:
    found = [_compare(metric) for metric in metrics()]
    differences = [difference for finding in found for difference in finding.differences]
    return Finding(sum(each.looked_at for each in found), sum(each.count for each in found), differences[:SHOWN])


def _compare(metric: RollupMetric) -> Finding:
    waiting = _unread(metric)
    facts, params = facts_sql(metric)
    names = {"period": period_sql(metric, "key.day"), "first": period_sql(metric, "first_day")}
    keys = list(zip(*waiting.keys, strict=True)) or [(), ()]
    spans = list(zip(*waiting.spans, strict=True)) or [(), ()]
    with connection.cursor() as cursor:
        cursor.execute(
            _COMPARE.format(facts=facts, shown=SHOWN, **names),
            [*params, metric.name, metric.name, *(list(column) for column in (*keys, *spans))],
        )
        rows = cursor.fetchall()
        looked_at = rows[0][8] if rows else _how_many(cursor, metric)
    return Finding(looked_at, rows[0][7] if rows else 0, list(_told(metric, rows)))


def _unread(metric: RollupMetric) -> Touched:
    """What the committed events touch that the metric's reader has not come to, and imports that have yet to tell."""
    place = Consumer.objects.filter(pk=metric.consumer_name).first() or Consumer(name=metric.consumer_name)
    events = [*unread(place, below=None).filter(kind__in=metric.kinds), *untold(metric.kinds)]
    return metric.touched(events) if events else Touched()


def _how_many(cursor, metric: RollupMetric) -> int:
    cursor.execute("SELECT count(*) FROM figures_rollup WHERE metric = %s", [metric.name])
    return cursor.fetchone()[0]


def _told(metric: RollupMetric, rows: Iterable[tuple]) -> Iterable[Difference]:
    for subject_id, start, part, count, total, live_count, live_total, *_ in rows:
        thing = " ".join(filter(None, [metric.name, part, f"of {subject_id} from {start}"]))
        yield Difference(thing, _pair(count, total), _pair(live_count, live_total))


def _pair(count: int | None, total: object) -> str:
    return "nothing" if count is None else f"{count} facts, {total:f}"
