"""What is earned of orders: their lines that stand, at the price after discount, less what was sold costs us."""

from zoneinfo import ZoneInfo

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from pipeline.figures.margin import EXACT, reads_costs
from pipeline.figures.places import MANAGER, QUARTER, REGION, TEAM
from pipeline.models import OrderCancellation, OrderLine
from pipeline.queries.orders_in_period import orders_in_period
from pipeline.queries.owner_places import with_owner_place
from salesmgmt.figures.aggregates import AmountRatio, Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

CAME_BY = Coalesce("order__deal__lead_source__name", "order__account__lead_source__name")


def _standing(scope: Scope) -> QuerySet[OrderLine]:
    """Lines of visible orders in the company's currency that had not been cancelled by the instant asked for."""
    orders = orders_in_period(scope).filter(currency=scope.company.currency)
    gone = OrderCancellation.objects.filter(line=OuterRef("pk"))
    if scope.as_of:
        gone = gone.filter(cancelled_at__lt=scope.as_of)
    rows = OrderLine.objects.filter(~Exists(gone), order__in=orders.order_by().values("pk"))
    rows = rows.annotate(fact_day=TruncDate("order__ordered_at", tzinfo=ZoneInfo(scope.company.zone)))
    return with_owner_place(rows, owner="order__owner")


def _costed(scope: Scope) -> QuerySet[OrderLine]:
    net, cost = F("quantity") * F("price"), F("quantity") * F("unit_cost")
    rows = _standing(scope).exclude(unit_cost=None)
    return rows.annotate(net=ExpressionWrapper(net, EXACT), earned=ExpressionWrapper(net - cost, EXACT))


def _not_costed(scope: Scope) -> QuerySet[OrderLine]:
    return _standing(scope).filter(unit_cost=None)


ORDER_MARGIN = register(
    Figure(
        name="pipeline.order_margin",
        title="Margin of orders",
        sentence="{earned} of {net} that was ordered{period} is earned: {margin}.",
        nothing="No line of an order says what it costs.",
        definition=(
            "What lines of orders bring at the price after discount, less what was sold costs us, divided by what they "
            "bring. A line keeps the cost that its product had when it was ordered. Cancelled lines and orders count "
            "until the instant of their cancellation. The lead source is that of the deal, or of the account where it "
            "orders again."
        ),
        denominator=(
            "What lines of orders in the company's currency bring that you may see, that stand and that say their cost."
        ),
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
            Grouping(name="owner", label="Owner", key="order__owner_id", text="order__owner__name"),
            Grouping(name="account", label="Account", key="order__account_id", text="order__account__name"),
            Grouping(name="lead_source", label="Lead source", key=CAME_BY),
            Grouping(name="product", label="Product", key="product_id", text="product__name"),
            QUARTER,
            MANAGER,
            TEAM,
            REGION,
            Grouping(name="order", label="Order", key="order_id", says=lambda key: f"Order {key}"),
        ),
        columns=(
            Column(name="account", label="Account", value="order__account__name"),
            Column(name="product", label="Product", value="product__name"),
            Column(name="owner", label="Owner", value="order__owner__name"),
            Column(name="ordered", label="Ordered", value="fact_day"),
        ),
        link="/pipeline/orders/{id}/",
        linked="order_id",
        rows_are="lines",
        allowed=reads_costs,
        date_basis="The day an order was placed, in the company's zone; team and manager of its owner as on that day.",
        parameters=frozenset({"from", "to", "as_of", "team", "owner"}),
    )
)
