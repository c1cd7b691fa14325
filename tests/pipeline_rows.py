"""Deals for tests, made through the domain as the product makes them."""

from datetime import date, datetime
from decimal import Decimal

from pipeline.choices import ForecastCategory, StageKind
from pipeline.domain.catalogue import add_close_reason
from pipeline.domain.closing import win_deal
from pipeline.domain.deals import create_deal
from pipeline.domain.orders import place_order
from pipeline.domain.processes import StageFacts, publish_process
from pipeline.models import Account, CloseReason, Deal, Order, ProcessVersion, Stage
from salesmgmt.accounts.models import User
from tests.cast import AT

STAGES = [
    StageFacts("Qualify", default_probability=Decimal("0.10"), normal_days=9),
    StageFacts("Discover", default_probability=Decimal("0.25"), normal_days=14),
    StageFacts(
        "Prove", default_probability=Decimal("0.40"), normal_days=21, forecast_category=ForecastCategory.BEST_CASE
    ),
    StageFacts(
        "Propose", default_probability=Decimal("0.60"), normal_days=12, forecast_category=ForecastCategory.COMMIT
    ),
    StageFacts("Won", StageKind.WON, Decimal(1), ForecastCategory.CLOSED),
    StageFacts("Lost", StageKind.LOST, Decimal(0), ForecastCategory.OMITTED),
]


def make_process() -> ProcessVersion:
    """The enterprise process with four open stages, and a reason for won and for lost."""
    add_close_reason(kind=StageKind.WON, code="value", name="Business case", by=None, at=AT)
    add_close_reason(kind=StageKind.LOST, code="price", name="Price", by=None, at=AT)
    return publish_process(name="Enterprise sales process", stages=STAGES, by=None, at=AT)


def stage(name: str) -> Stage:
    return Stage.objects.get(name=name)


def won_for() -> CloseReason:
    return CloseReason.objects.get(code="value")


def lost_for() -> CloseReason:
    return CloseReason.objects.get(code="price")


def make_deal(
    owner: User,
    name: str = "Helix Robotics",
    *,
    at: datetime = AT,
    amount: str | None = "1000",
    in_stage: Stage | None = None,
    **facts,
) -> Deal:
    """An open deal in Qualify with a next step for the day after."""
    account, _ = Account.objects.get_or_create(name=name, defaults={"owner": owner})
    return create_deal(
        name=name,
        stage=in_stage or stage(facts.pop("stage", "Qualify")),
        next_step="Call the plant lead",
        next_step_date=date(2026, 3, 3),
        owner=owner,
        by=owner,
        at=at,
        facts={"account": account, "amount": None if amount is None else Decimal(amount), **facts},
    )


def make_order(deal: Deal, *, at: datetime = AT) -> Order:
    """The order of an open deal, which is won for it."""
    won = win_deal(deal=deal, reason=won_for(), by=deal.owner, at=at)
    return place_order(deal=won, by=deal.owner, at=at)
