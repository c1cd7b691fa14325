"""The deal that a renewal opens as: whose it is, where it begins, what is in it and how the account was won."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipeline.choices import RenewalState
from pipeline.domain.deals import begin_deal
from pipeline.models import Deal, DealLine, Order, OrderLine, Renewal, Stage
from pipeline.queries.people import sellers
from pipeline.queries.processes import courses_to_begin_in
from salesmgmt.accounts.models import User
from salesmgmt.common.money import rounded_sum
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company


@dataclass(frozen=True, slots=True)
class Plan:
    """Where deals begin (by process, the first of them for all others), and who works deals."""

    today_date: date
    stages: Mapping[int, Stage]
    sellers: Mapping[int, User]

    @classmethod
    def today(cls, at: datetime) -> "Plan":
        courses = [course for course in courses_to_begin_in() if course.open_stages]
        stages = {course.version.process_id: course.open_stages[0] for course in courses}
        return cls(Company.objects.current().day_of(at), stages, {user.pk: user for user in sellers()})

    def stage_of(self, deal: Deal | None) -> Stage:
        process = deal.stage.process_version.process_id if deal else None
        return self.stages.get(process or 0) or next(iter(self.stages.values()))


def open_as_deals(renewals: Sequence[Renewal], plan: Plan, *, by: User | None, at: datetime) -> int:
    """How many of them, locked, have a deal now; one whose owners work no deals any more has none."""
    orders = {order.pk: order for order in _ordered([renewal.order_id for renewal in renewals])}
    opened = 0
    for renewal in renewals:
        order = orders[renewal.order_id]
        owners = (order.owner_id, order.deal and order.deal.owner_id, order.account.owner_id)
        owner = next((plan.sellers[pk] for pk in owners if pk in plan.sellers), None)
        if owner is None:
            continue
        renewal.deal, renewal.state = _deal_of(renewal, order, plan, owner, by=by, at=at), RenewalState.OPENED
        payload = {"order_id": order.pk, "deal_id": renewal.deal.pk, "account_id": order.account_id}
        save_renewal(renewal, "renewal.opened", payload, by=by, at=at)
        opened += 1
    return opened


def _ordered(pks: Sequence[int]) -> Sequence[Order]:
    orders = Order.objects.filter(pk__in=pks).select_related("account", "owner", "deal__stage__process_version")
    return list(orders.prefetch_related("lines__product__renewal_terms", "lines__cancellation"))


def _deal_of(renewal: Renewal, order: Order, plan: Plan, owner: User, *, by: User | None, at: datetime) -> Deal:
    """With what of the order is sold for a time (all of it, where nothing is), and how the account was won."""
    won = _first_deal(order)
    lines = _lines_to_renew(order)
    amount = rounded_sum((line.quantity * _price(line, order) for line in lines), order.currency)
    facts: dict[str, Any] = {"account": order.account, "close_date": max(renewal.end_date, plan.today_date)}
    facts["currency"] = order.currency
    facts["amount"] = amount if lines else order.standing_amount
    facts["list_amount"] = rounded_sum((line.quantity * line.product.list_price for line in lines), order.currency)
    if won is not None:
        facts |= {"lead_source": won.lead_source, "campaign": won.campaign}
    deal = begin_deal(
        name=f"{order.account.name[:170]}, renewal {renewal.end_date:%b %Y}",
        stage=plan.stage_of(won),
        next_step="Ask whether they renew",
        next_step_date=plan.today_date,
        owner=owner,
        facts=facts,
        by=by,
        at=at,
    )
    DealLine.objects.bulk_create(
        DealLine(
            deal=deal,
            position=position,
            product=line.product,
            quantity=line.quantity,
            unit_price=_price(line, order),
            unit_cost=line.product.unit_cost,
        )
        for position, line in enumerate(lines, start=1)
    )
    return deal


def _first_deal(order: Order) -> Deal | None:
    """The deal that the first order of the chain was won with: attribution is carried from it."""
    known = Deal.objects.select_related("lead_source", "campaign__lead_source", "stage__process_version")
    while order.repeat_of_id is not None and order.deal_id is None:
        order = Order.objects.get(pk=order.repeat_of_id)
    return known.filter(pk=order.deal_id).first() if order.deal_id else None


def _lines_to_renew(order: Order) -> list[OrderLine]:
    standing = [line for line in order.lines.all() if not hasattr(line, "cancellation")]
    return [line for line in standing if line.product.renewal_terms.all()] or standing


def _price(line: OrderLine, order: Order) -> Any:
    """What one costs, to the currency's last digit: deals are priced in those."""
    return rounded_sum([line.price], order.currency)


def save_renewal(renewal: Renewal, kind: str, payload: Mapping[str, Any], *, by: User | None, at: datetime) -> Renewal:
    renewal.version += 1
    renewal.save()
    append(kind=kind, subject=renewal, by=by, at=at, payload=payload)
    return renewal
