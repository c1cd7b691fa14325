"""What the dated history says of stages: how many closed deals that stood in one were won, and how long those stood.

Counted here and nowhere else (docs/algorithms/stalled.md, docs/algorithms/probability.md); what pages read is kept in
StageOdds, whose current rows come along with stages and deals in the query that they are read by anyway.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, FilteredRelation, Q, QuerySet

from pipeline.models import Deal
from pipeline.models.stage_odds import LEAST_CLOSED, LEAST_TIMED
from salesmgmt.common.money import divide_rounded

_MINUTES_OF_A_DAY = 24 * 60
CURRENT = Q(valid_to__isnull=True)
COUNTS = ("closed_count", "won_count", "timed_count", "left_minutes")

# `instant` is the first one whose facts do not count. The last visit that was over by then says how long all of them
# took, which is cut to whole minutes. Nearest rank: of n times in their order the one at place ceil(4 n / 5), in whole
# numbers. Deals are counted by stage and minutes first, so that no deal is sorted.
COUNTED = """
    WITH moved AS (
        SELECT DISTINCT taken.deal_id, named.stage_id
        FROM pipeline_moveddeal AS taken
        JOIN pipeline_versionmove AS move ON move.id = taken.move_id AND move.undone_at IS NULL
        CROSS JOIN LATERAL (VALUES (taken.from_stage_id), (taken.to_stage_id)) AS named (stage_id)
    ), closed AS (
        SELECT stay.deal_id, stage.kind = 'WON' AS is_won, deal.started_date IS NOT NULL AS is_known
        FROM pipeline_stagestay AS stay JOIN pipeline_stage AS stage ON stage.id = stay.stage_id
        JOIN pipeline_deal AS deal ON deal.id = stay.deal_id
        WHERE stage.kind <> 'OPEN' AND stay.entered_at < {instant}
          AND (stay.left_at IS NULL OR stay.left_at >= {instant})
    ), took AS (
        SELECT stay.stage_id, floor(extract(epoch FROM stay.stood) / 60)::bigint AS minutes, count(*) AS closed,
               count(*) FILTER (WHERE closed.is_won) AS won,
               count(*) FILTER (WHERE closed.is_won AND closed.is_known AND moved.deal_id IS NULL) AS timed
        FROM pipeline_stagestay AS stay
        JOIN closed ON closed.deal_id = stay.deal_id
        JOIN pipeline_stage AS stage ON stage.id = stay.stage_id AND stage.kind = 'OPEN'
        LEFT JOIN moved ON moved.deal_id = stay.deal_id AND moved.stage_id = stay.stage_id
        WHERE stay.left_at < {instant} AND (stay.again_left_at IS NULL OR stay.again_left_at >= {instant})
        GROUP BY 1, 2
    ), placed AS (
        SELECT stage_id, minutes, closed, won, timed, sum(timed) OVER (PARTITION BY stage_id) AS n,
               sum(timed) OVER (PARTITION BY stage_id ORDER BY minutes) AS by_then
        FROM took
    )
    SELECT stage_id, sum(closed)::bigint AS closed_count, sum(won)::bigint AS won_count, max(n)::bigint AS timed_count,
           min(minutes) FILTER (WHERE timed > 0 AND by_then >= div(4 * n + 4, 5)) AS left_minutes
    FROM placed GROUP BY stage_id
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What history says of one stage, as of an instant."""

    stage_id: int
    closed_count: int
    won_count: int
    timed_count: int
    left_minutes: int | None

    @property
    def left_days(self) -> int | None:
        """Begun days, so that at least four fifths had left by then; None for too few deals."""
        if self.left_minutes is None or self.timed_count < LEAST_TIMED:
            return None
        return -(-self.left_minutes // _MINUTES_OF_A_DAY)

    @property
    def won_rate(self) -> Decimal | None:
        """Won of closed deals to four digits, as all probabilities are kept; None for too few deals."""
        if self.closed_count < LEAST_CLOSED:
            return None
        return Decimal(divide_rounded(self.won_count * 10_000, self.closed_count)).scaleb(-4)


def counted_odds(before: datetime) -> dict[int, Counted]:
    """By stage, from the facts before an instant; stages that no closed deal stood in are not there."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(instant="%(before)s::timestamptz"), {"before": before})
        return {row[0]: Counted(*row) for row in cursor.fetchall()}


def with_odds(stages: QuerySet[Any]) -> QuerySet[Any]:
    """Stages with the current counts: `left_days`, `timed_count`, `closed_count`, `won_count` and `won_rate`, blank
    without any."""
    return _with(stages, "odds")


def with_stage_odds(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """Deals with those of their stage; the counts take part in conditions as `stage_odds__…`."""
    return deals.annotate(stage_odds=FilteredRelation("stage__odds", condition=Q(stage__odds__valid_to__isnull=True)))


def with_counts(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """Deals that can be asked for the limit of their stage."""
    rows = with_stage_odds(deals)
    return rows.annotate(left_days=F("stage_odds__left_days"), timed_count=F("stage_odds__timed_count"))


def _with(stages: QuerySet[Any], relation: str) -> QuerySet[Any]:
    now = FilteredRelation(relation, condition=Q(**{f"{relation}__valid_to__isnull": True}))
    names = ("left_days", "timed_count", "closed_count", "won_count", "won_rate")
    return stages.annotate(odds_now=now).annotate(**{name: F(f"odds_now__{name}") for name in names})
