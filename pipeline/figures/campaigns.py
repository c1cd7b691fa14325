"""What an order costs that a campaign brought."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from pipeline.figures.places import reads_pipeline
from pipeline.models import Campaign, CampaignCost
from pipeline.queries.campaign_orders import with_orders
from pipeline.queries.deals_as_of import day_asked
from pipeline.queries.quarters import SPELLED, FiscalQuarter, quarter_said
from pipeline.rules import reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

FEWEST = 3
KNOWN = Q(cost__isnull=False)

SOURCE = Grouping(name="lead_source", label="Lead source", key="lead_source_id", text="lead_source__name")
CAMPAIGN = Grouping(name="campaign", label="Campaign", key="pk", text="name")
QUARTER = Grouping(
    name="quarter",
    label="Fiscal quarter",
    key=FiscalQuarter("start_date"),
    says=quarter_said,
    spelled=SPELLED,
    in_key_order=True,
)


def reads_all_of_it(user: User) -> bool:
    """Cost is of all that a campaign brought, so orders that one may not see would make it look dear."""
    return reads_pipeline(user) and bool(reads_every_deal(user))


def _started(scope: Scope) -> QuerySet[Campaign]:
    """With `cost`, what they are said to cost, or were at the instant asked for."""
    rows = Campaign.objects.visible_to(scope.user)
    if scope.as_of:
        rows = rows.filter(start_date__lte=day_asked(scope))
        said = CampaignCost.objects.filter(campaign=OuterRef("pk"), valid_from__lt=scope.as_of)
        rows = rows.annotate(cost=Subquery(said.order_by("-valid_from").values("cost_amount")[:1]))
    else:
        rows = rows.annotate(cost=F("cost_amount"))
    if scope.start:
        rows = rows.filter(start_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(start_date__lt=scope.end)
    return rows


def _costed(scope: Scope) -> QuerySet[Campaign]:
    rows = with_orders(_started(scope).filter(KNOWN, currency=scope.company.currency), scope.as_of)
    return rows.annotate(all_orders=F("won_orders") + F("repeat_orders"))


def _without_cost(scope: Scope) -> QuerySet[Campaign]:
    rows = _started(scope)
    return rows.exclude(pk__in=rows.filter(KNOWN, currency=scope.company.currency).values("pk"))


COST_PER_WON_ORDER = register(
    Figure(
        name="pipeline.cost_per_won_order",
        title="Cost per won order",
        sentence=(
            "Campaigns{period} cost {value} an order: {total} for {each_n} orders, and {with_repeats} an order with "
            "those that repeat them."
        ),
        nothing="No campaign has a cost.",
        definition=(
            "What campaigns cost in all, divided by the orders that the deals of their leads became. With repeats, "
            "orders that repeat those are divided by as well. Orders that were cancelled do not count. Of "
            f"fewer than {FEWEST} orders it is not said: they are too few to plan by."
        ),
        denominator="Orders placed of won deals that came by a campaign whose cost is known.",
        measures=(
            Measure(
                name="each",
                label="Each",
                unit=Unit.MONEY,
                aggregate=Ratio("cost", "won_orders", interval=False, fewest=FEWEST),
            ),
            Measure(
                name="with_repeats",
                label="With repeats",
                unit=Unit.MONEY,
                aggregate=Ratio("cost", "all_orders", interval=False, fewest=FEWEST),
            ),
            Measure(name="total", label="Cost", unit=Unit.MONEY, aggregate=Sum("cost")),
        ),
        source=_costed,
        left_out=_without_cost,
        left_out_why="because nobody has said what they cost, or their cost is in another currency than the company's",
        groupings=(SOURCE, CAMPAIGN, QUARTER),
        columns=(
            Column(name="campaign", label="Campaign", value="name"),
            Column(name="lead_source", label="Lead source", value="lead_source__name"),
            Column(name="began", label="Began", value="start_date"),
        ),
        link="/pipeline/campaigns/{id}/",
        rows_are="campaigns",
        allowed=reads_all_of_it,
        date_basis=(
            "The day a campaign began. Its orders up to the instant asked for count, whenever they came, at the cost "
            "that was said then; deals are of the campaign that they name now."
        ),
        parameters=frozenset({"from", "to", "as_of"}),
    )
)
