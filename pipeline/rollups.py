"""The pipeline's rollups: what each person won, did and was ordered from, and what came to stages, by day or month."""

from django.db.models import F, Q

from pipeline.queries import rollup_facts as facts
from pipeline.rules import can_read_pipeline, leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.figures.rollup import Grain, RollupMetric, register
from salesmgmt.people.models.line import IsAnyOf, line_of


def _own_line(user: User) -> Q:
    """The people whose deals the person may open, all of them."""
    if reads_every_deal(user):
        return Q()
    if not can_read_pipeline(user):
        return Q(pk__in=[])
    return Q(IsAnyOf(F("subject_id"), line_of(user))) if leads_a_line(user) else Q(subject_id=user.pk)


WON = register(
    RollupMetric(
        name="pipeline.won",
        title="Won",
        grain=Grain.DAY,
        kinds=frozenset(
            {"deal.won", "deal.win_undone", "deal.reopened", "deal.edited", "deal.given", *facts.DEALS_LANDED}
        ),
        source=facts.won_deals,
        touched=facts.won_touched,
        visible=_own_line,
    )
)

ACTIVITIES = register(
    RollupMetric(
        name="pipeline.activities",
        title="Activities",
        grain=Grain.DAY,
        kinds=frozenset({"activity.logged", "activity.taken_back", "company.edited", *facts.ACTIVITIES_LANDED}),
        source=facts.activities,
        touched=facts.activities_touched,
        visible=_own_line,
    )
)

ORDERS = register(
    RollupMetric(
        name="pipeline.orders",
        title="Orders",
        grain=Grain.MONTH,
        kinds=frozenset({*facts.ORDER_ACTS, facts.ORDER_TAKEN_BACK, *facts.ORDERS_LANDED, "company.edited"}),
        source=facts.orders,
        touched=facts.orders_touched,
        visible=_own_line,
    )
)

STAGES = register(
    RollupMetric(
        name="pipeline.stages",
        title="Deals that came to stages and left them",
        grain=Grain.DAY,
        kinds=frozenset(
            {
                *facts.STAGE_ACTS,
                *facts.DEALS_REWRITTEN,
                *facts.PROCESS_ACTS,
                *facts.DEALS_LANDED,
                facts.TAKEN_BACK,
                "company.edited",
            }
        ),
        source=facts.stage_flow,
        touched=facts.stage_flow_touched,
        visible=_own_line,
        can_wait=True,
        at_once=10_000,
    )
)
