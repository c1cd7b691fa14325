"""What happened with a customer, newest first, in words: what people did, deals that opened and closed, and orders."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.choices import StageKind
from pipeline.models import Account, Activity, Deal, Order
from pipeline.queries.readers import mentioned_in
from pipeline.queries.timeline import RECENT, Happening, of_activity
from salesmgmt.accounts.models import User
from salesmgmt.common.money import currency_decimals
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money


def account_happenings(
    account: Account,
    deals: Iterable[Deal],
    orders: Iterable[Order],
    *,
    viewer: User,
    zone: str,
    limit: int | None = RECENT,
) -> tuple[list[Happening], bool]:
    """The latest entries and whether there are earlier ones: from the account's `deals` and `orders` that the viewer
    sees, which are at hand, and the activities of those deals, one query. `zone` is the company's."""
    done = Activity.objects.visible_to(viewer).filter(deal__account=account).annotate(told=mentioned_in())
    done = done.select_related("user", "contact", "verified_by", "deal")
    entries = [_of_activity(each, viewer) for each in (done if limit is None else done[: limit + 1])]
    entries += [entry for deal in deals for entry in _of_deal(deal, zone)]
    entries += [_of_order(order) for order in orders]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return (entries, False) if limit is None else (entries[:limit], len(entries) > limit)


def _of_activity(activity: Any, viewer: User) -> Happening:
    """It is verified at its deal."""
    about, url = activity.deal.name, row_url("pipeline:deal", activity.deal_id)
    return replace(of_activity(activity, viewer), act_url="", act_label="", about=about, about_url=url)


def _of_deal(deal: Deal, zone: str) -> Iterator[Happening]:
    def on(day: date, what: str, tone: str) -> Happening:
        at = datetime.combine(day, time(), ZoneInfo(zone))
        return Happening(at, "", what, tone, day=day, about=deal.name, about_url=row_url("pipeline:deal", deal.pk))

    if deal.started_date:
        yield on(deal.started_date, "a deal opened", "accent")
    if not deal.is_open and deal.close_date:
        worth = "" if deal.amount is None else f" for {_said(deal.amount, deal.currency)}"
        won = (f"won{worth}", "good") if deal.state == StageKind.WON else ("lost", "")
        yield on(deal.close_date, *won)


def _of_order(order: Order) -> Happening:
    what = f"took an order for {_said(order.amount, order.currency)}"
    about, url = str(order), row_url("pipeline:order", order.pk)
    return Happening(order.ordered_at, order.owner.name, what, "good", about=about, about_url=url)


def _said(amount: Decimal, currency: str) -> str:
    return money(amount, currency, currency_decimals(currency))
