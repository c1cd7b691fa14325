"""The readers of the log that mark rollups: one for each metric, declared when all metrics are known."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer
from salesmgmt.figures.rollup import RollupMetric


def read_the_log_for(metric: RollupMetric) -> None:
    @consumer(name=metric.consumer_name, kinds=metric.kinds, can_wait=metric.can_wait)
    def mark_touched(events: Sequence[Event], *, at: datetime) -> None:
        from salesmgmt.figures.domain.rolling_up import mark

        mark(metric, metric.touched(events), at=at)
