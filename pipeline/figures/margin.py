"""What is earned: the lines of won deals after discount, less what was sold costs us."""

from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet

from pipeline.choices import StageKind
from pipeline.figures.places import MANAGER, QUARTER, REGION, TEAM
from pipeline.models import Deal, DealLine
from pipeline.queries.deals_as_of import with_deals_owner
from pipeline.queries.owner_places import of_team, with_owner_place
from pipeline.rules import can_read_costs
from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import AmountRatio, Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

EXACT = DecimalField(max_digits=38, decimal_places=12)
NET = F("quantity") * F("unit_price") * (1 - F("discount_rate"))


def reads_costs(user: User) -> bool:
    return bool(can_read_costs(user))


def lines_won(scope: Scope) -> QuerySet[DealLine]:
    """The lines of visible deals in the company's currency that were won, by `fact_day`, the day of closing, with
    `holder`, who had the deal, and `place`, where they stood."""
    deals = Deal.objects.visible_to(scope.user).filter(currency=scope.company.currency)
    rows, owner = with_deals_owner(DealLine.objects.filter(deal__in=deals.values("pk")), scope)
    was = "held__" if scope.as_of else "deal__"
    rows = rows.filter(**{f"{was}stage__kind": StageKind.WON}).annotate(fact_day=F(f"{was}close_date"))
    if scope.start:
        rows = rows.filter(fact_day__gte=scope.start)
    if scope.end:
        rows = rows.filter(fact_day__lt=scope.end)
    rows = with_owner_place(rows, owner=owner)
    return of_team(rows, scope.team) if scope.team else rows


def _costed(scope: Scope) -> QuerySet[DealLine]:
    rows = lines_won(scope).exclude(unit_cost=None)
    earned = NET - F("quantity") * F("unit_cost")
    return rows.annotate(net=ExpressionWrapper(NET, EXACT), earned=ExpressionWrapper(earned, EXACT))


def _not_costed(scope: Scope) -> QuerySet[DealLine]:
    return lines_won(scope).filter(unit_cost=None)


MARGIN = register(
    Figure(
        name="pipeline.margin",
        title="Margin",
        sentence="{earned} of {net} was earned{period}: {margin}.",
        nothing="No line of a won deal says what it costs.",
        definition=(
            "What lines of won deals bring after discount, less what was sold costs us, divided by what they bring. A "
            "line keeps the cost that its product had when it was entered. An amount that was agreed otherwise than "
            "the lines cost is not looked at."
        ),
        denominator="What lines of won deals in the company's currency bring that you may see and that say their cost.",
        measures=(
            Measure(name="earned", label="Earned", unit=Unit.MONEY, aggregate=Sum("earned")),
            Measure(name="margin", label="Margin", unit=Unit.RATE, aggregate=AmountRatio("earned", "net")),
            Measure(name="net", label="Brought", unit=Unit.MONEY, aggregate=Sum("net")),
            Measure(name="lines", label="Lines", unit=Unit.COUNT, aggregate=Count()),
        ),
        source=_costed,
        left_out=_not_costed,
        left_out_why="because nobody has said what they cost",
        groupings=(
            Grouping(name="owner", label="Owner", key="holder__id", text="holder__name"),
            Grouping(
                name="lead_source", label="Lead source", key="deal__lead_source_id", text="deal__lead_source__name"
            ),
            Grouping(name="product", label="Product", key="product_id", text="product__name"),
            QUARTER,
            MANAGER,
            TEAM,
            REGION,
            Grouping(name="deal", label="Deal", key="deal_id", text="deal__name"),
        ),
        columns=(
            Column(name="deal", label="Deal", value="deal__name"),
            Column(name="product", label="Product", value="product__name"),
            Column(name="owner", label="Owner", value="holder__name"),
            Column(name="closed", label="Closed", value="fact_day"),
        ),
        link="/pipeline/deals/{id}/",
        linked="deal_id",
        rows_are="lines",
        allowed=reads_costs,
        date_basis=(
            "The day a deal was won; the owner is who had it at the instant asked for, team and manager as on that "
            "day. Its lines and its source are those that it has now: lines change while a deal is open."
        ),
        parameters=frozenset({"from", "to", "as_of", "team", "owner"}),
    )
)
