"""Counts a whole rollup anew in one pass over its facts, beside running workers."""

from datetime import datetime

from django.db import connection, transaction

from salesmgmt.events.models import Consumer
from salesmgmt.figures.models import StaleRollup
from salesmgmt.figures.queries.facts import facts_sql
from salesmgmt.figures.rollup import RollupMetric, metrics

# a table of its own, because only so many processes of the server count at once
_COUNTED = """
CREATE TEMP TABLE counted_rollups ON COMMIT DROP AS
SELECT subject_id, period_start, facts.part, count(*) AS count, coalesce(sum(facts.value), 0) AS total
FROM ({facts}) AS facts GROUP BY subject_id, period_start, facts.part
"""
_GONE = """
DELETE FROM figures_rollup AS rollup
WHERE metric = %s AND NOT EXISTS (
    SELECT FROM counted_rollups AS counted
    WHERE counted.subject_id = rollup.subject_id AND counted.period_start = rollup.period_start
      AND counted.part = rollup.part
)
"""
_KEPT = """
INSERT INTO figures_rollup (metric, subject_id, period_start, part, count, total, computed_at)
SELECT %s, subject_id, period_start, part, count, total, %s FROM counted_rollups
ON CONFLICT (metric, subject_id, period_start, part) DO UPDATE
SET count = EXCLUDED.count, total = EXCLUDED.total, computed_at = EXCLUDED.computed_at
"""
_KEYS = "SELECT count(*) FROM (SELECT DISTINCT subject_id, period_start FROM counted_rollups) AS key"


def recount_all(*, at: datetime) -> int:
    """Every key of every metric; returns how many have facts."""
    return sum(recount(metric, at=at) for metric in metrics())


@transaction.atomic
def recount(metric: RollupMetric, *, at: datetime) -> int:
    """Every key of a metric, from the facts that are committed when it begins to count.

    The metric's reader of the log waits meanwhile, so that of what is committed later nothing is marked before this is
    done, and all of it after; and whoever adds marked keys up has done so before this begins. So no older count is
    written over a newer one that nothing would correct.
    """
    Consumer.objects.bulk_create([Consumer(name=metric.consumer_name)], ignore_conflicts=True)
    Consumer.objects.select_for_update().get(pk=metric.consumer_name)
    StaleRollup.objects.filter(metric=metric.name).delete()
    facts, params = facts_sql(metric)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(facts=facts), params)
        cursor.execute("ANALYZE counted_rollups")
        cursor.execute(_GONE, [metric.name])
        cursor.execute(_KEPT, [metric.name, at])
        cursor.execute(_KEYS)
        keys = cursor.fetchone()[0]
        cursor.execute("DROP TABLE counted_rollups")
    return int(keys)
