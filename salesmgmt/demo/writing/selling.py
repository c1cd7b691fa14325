"""Accounts, then deals with their history, lines, shares, activities and orders: a chunk at a time, each with events
that tell the readers of the log which days it fills."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from pipeline.choices import BuyingRole, StageKind
from pipeline.models import (
    Account,
    Activity,
    Contact,
    Deal,
    DealContact,
    DealLine,
    DealSplit,
    DealVersion,
    Order,
    OrderLine,
)
from salesmgmt.common.money import from_minor
from salesmgmt.demo.models import SampleCompany
from salesmgmt.demo.world import selling
from salesmgmt.demo.world.company import Sale
from salesmgmt.demo.world.offers import Line
from salesmgmt.demo.world.selling import CATEGORIES, LOST, WON
from salesmgmt.demo.writing.billing import write_invoices
from salesmgmt.demo.writing.book import CURRENCY, Book
from salesmgmt.demo.writing.campaigns import campaign_of
from salesmgmt.demo.writing.copying import Row, analyze, copy_rows, reserve
from salesmgmt.events.domain.log import append

CHUNK = 2_000
ACCOUNT_CHUNK = 5_000
DEAL_FIELDS = (
    *("id", "name", "account", "owner", "stage", "state", "amount", "list_amount", "currency", "forecast_category"),
    *("started_date", "close_date", "stage_entered_at", "next_step", "next_step_date", "paused_until"),
    *("close_reason", "lead_source", "campaign", "external_source", "external_id", "version", "created_at"),
)
VERSION_FIELDS = (
    *("deal", "valid_from", "valid_to", "from_day", "stage", "owner", "amount", "list_amount", "close_date"),
    *("forecast_category", "recorded_at", "has_step", "paused_until"),
)
ACTIVITY_FIELDS = (
    *("deal", "kind", "user", "happened_at", "minutes", "note", "recorded_at", "outcome", "verified_by", "verified_at"),
    "contact",
)
ROLES = (BuyingRole.CHAMPION, BuyingRole.DECISION_MAKER, BuyingRole.USER, BuyingRole.ECONOMIC_BUYER)
"""What the contact of an account is in its deals, in turn, from their second stage on."""
NAMED_OF = 3
"""Of so many activities one says nobody's name."""
PHONES = 1_000
"""Numbers of a range that is kept free for stories; later contacts have none."""
OUTCOMES = {
    "CALL": ("HELD", "NO_ANSWER", "AGREED", "HELD", "DECLINED"),
    "EMAIL": ("AGREED", "NO_ANSWER", "NO_ANSWER"),
    "MEETING": ("AGREED", "HELD", "AGREED", "NO_SHOW"),
    "DEMO": ("AGREED", "HELD", "DECLINED"),
}
"""What came of activities, in turn."""
VERIFIED_EACH = 3
"""So many activities for one that a manager has verified."""
VERIFIED_AFTER = timedelta(days=1)
ORDER_FIELDS = ("id", "account", "deal", "owner", "ordered_at", "amount", "currency", "repeat_of", "recorded_at")
Tell = Callable[[int], None]


def write_accounts(book: Book) -> None:
    territories = book.world.territories
    many = sum(territory.accounts for territory in territories)
    book.accounts, book.contacts = reserve(Account, many), reserve(Contact, many)
    rows = book.world.accounts()
    while chunk := list(islice(rows, ACCOUNT_CHUNK)):
        copy_rows(
            Account,
            (
                *("id", "name", "owner", "sector", "founded_year", "revenue_amount", "revenue_currency"),
                *("employee_count", "country", "lead_source", "external_source", "external_id", "version"),
            ),
            (_account(book, each) for each in chunk),
        )
        copy_rows(
            Contact,
            ("id", "account", "name", "title", "email", "phone", "version"),
            (_contact(book, each) for each in chunk),
        )


def _account(book: Book, each: selling.Account) -> Row:
    size = (each.founded, each.revenue, CURRENCY, each.employees, each.country)
    return (
        *(book.accounts + each.number, each.name, book.user(each.owner), each.sector, *size),
        *(book.lead_sources[each.source], "", "", 1),
    )


def _contact(book: Book, each: selling.Account) -> Row:
    phone = f"+49 30 23125 {each.number:03}" if each.number < PHONES else ""
    who = (each.contact, each.contact_title, each.contact_email, phone)
    return (book.contacts + each.number, book.accounts + each.number, *who, 1)


def write_sales(book: Book, sample: SampleCompany, tell: Tell) -> None:
    """All deals; `tell` hears how many there are so far. What a chunk holds is all that is in memory."""
    offset, sales, done = reserve(Deal, book.world.arguments.deals), book.world.sales(), 0
    while chunk := list(islice(sales, CHUNK)):
        Chunk(book, offset, chunk).write(sample)
        if done == 0:
            analyze(Account, Deal, Order)
        done += len(chunk)
        tell(done)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some deals that follow each other, with all that belongs to them."""

    book: Book
    offset: int
    sales: Sequence[Sale]

    def write(self, sample: SampleCompany) -> None:
        copy_rows(Deal, DEAL_FIELDS, (self._deal(sale) for sale in self.sales))
        copy_rows(DealVersion, VERSION_FIELDS, (row for sale in self.sales for row in self._versions(sale)))
        copy_rows(
            DealLine,
            ("deal", "position", "product", "quantity", "unit_price", "discount_rate", "unit_cost"),
            (row for sale in self.sales for row in self._lines(sale.deal)),
        )
        copy_rows(DealSplit, ("deal", "user", "share_bp", "role"), (row for s in self.sales for row in self._shares(s)))
        copy_rows(
            DealContact,
            ("deal", "contact", "role", "by", "at"),
            (row for sale in self.sales for row in self._buyers(sale.deal)),
        )
        copy_rows(Activity, ACTIVITY_FIELDS, (row for sale in self.sales for row in self._activities(sale)))
        self._write_orders()
        self._tell_the_log(sample)

    def _deal(self, sale: Sale) -> Row:
        deal, plans, book = sale.deal, sale.plans, self.book
        now, first = deal.now, deal.versions[0]
        state = {WON: StageKind.WON, LOST: StageKind.LOST}.get(now.stage, StageKind.OPEN)
        return (
            self.offset + deal.number,
            deal.name,
            book.accounts + deal.account,
            book.user(now.owner),
            book.stages[now.stage],
            state.value,
            _amount(now.net_minor),
            deal.list_price,
            CURRENCY,
            CATEGORIES[now.stage],
            first.since.date(),
            now.close,
            next(version.since for version in deal.versions if version.stage == now.stage),
            plans.step,
            plans.step_date,
            plans.paused_until,
            book.reasons[deal.reason] if deal.closed else None,
            book.lead_sources[deal.path.source.code],
            campaign_of(book, deal.path.source.code, first.since.date(), deal.number),
            "",
            "",
            len(deal.versions),
            first.since,
        )

    def _versions(self, sale: Sale) -> Iterator[Row]:
        """Whatever was open said what comes next; what does not say so now is what somebody has forgotten."""
        deal, plans = sale.deal, sale.plans
        ends: list[datetime | None] = [*(version.since for version in deal.versions[1:]), None]
        for version, end in zip(deal.versions, ends, strict=True):
            yield (
                self.offset + deal.number,
                version.since,
                end,
                False,
                self.book.stages[version.stage],
                self.book.user(version.owner),
                _amount(version.net_minor),
                deal.list_price,
                version.close,
                CATEGORIES[version.stage],
                version.since,
                end is not None or bool(plans.step),
                None if end else plans.paused_until,
            )

    def _lines(self, deal: selling.Deal) -> Iterator[Row]:
        for position, line in enumerate(deal.lines, start=1):
            product = self.book.products[line.product]
            net = (line.quantity, line.price, f"0.{line.discount:02}")
            yield self.offset + deal.number, position, product, *net, self.book.costs[product]

    def _shares(self, sale: Sale) -> Iterator[Row]:
        for person, share_bp in sale.deal.shares:
            yield self.offset + sale.deal.number, self.book.user(person), share_bp, "SALES"

    def _buyers(self, deal: selling.Deal) -> Iterator[Row]:
        """Known since the deal left its first stage."""
        known = next((version for version in deal.versions if version.stage > 0), None)
        if known is not None:
            contact = self.book.contacts + deal.account
            yield (
                *(self.offset + deal.number, contact, ROLES[deal.number % len(ROLES)].value),
                *(self.book.user(known.owner), known.since),
            )

    def _activities(self, sale: Sale) -> Iterator[Row]:
        pk = self.offset + sale.deal.number
        contact = self.book.contacts + sale.deal.account
        for place, done in enumerate(sale.activities, start=sale.deal.number):
            came = OUTCOMES.get(done.kind)
            manager = self.book.managers.get(done.user) if place % VERIFIED_EACH == 0 else None
            yield (
                *(pk, done.kind, self.book.user(done.user), done.happened_at, done.minutes, done.note),
                *(done.happened_at, came[place % len(came)] if came else ""),
                self.book.user(manager) if manager else None,
                min(done.happened_at + VERIFIED_AFTER, self.book.today_at) if manager else None,
                contact if came and place % NAMED_OF else None,
            )

    def _write_orders(self) -> None:
        """Each repeat repeats the order before it; its lines are what the deal's cost after discount."""
        before = reserve(Order, sum(len(sale.orders) for sale in self.sales))
        orders: list[Row] = []
        lines: list[Row] = []
        for sale in self.sales:
            deal, first = sale.deal, before + len(orders) + 1
            amount, sold = _amount(deal.now.net_minor), [self._ordered(line) for line in deal.lines]
            for place, order in enumerate(sale.orders):
                whose = (self.book.accounts + deal.account, None if place else self.offset + deal.number)
                what = (self.book.user(order.owner), order.ordered_at, amount, CURRENCY)
                orders.append((first + place, *whose, *what, first + place - 1 if place else None, order.ordered_at))
                lines += [(first + place, position, *line) for position, line in enumerate(sold, start=1)]
        copy_rows(Order, ORDER_FIELDS, orders)
        copy_rows(OrderLine, ("order", "position", "product", "quantity", "price", "unit_cost"), lines)
        write_invoices(orders, today=self.book.today_at.date())

    def _ordered(self, line: Line) -> Row:
        product = self.book.products[line.product]
        return product, line.quantity, _net_price(line), self.book.costs[product]

    def _tell_the_log(self, sample: SampleCompany) -> None:
        """What the chunk filled, for the readers that work by days: deals by their close, the others by their day."""
        rows = {"after_row": self.sales[0].deal.number - 1, "upto_row": self.sales[-1].deal.number}
        closes = _span(sale.deal.now.close for sale in self.sales if sale.deal.now.close)
        done = _span(each.happened_at.date() for sale in self.sales for each in sale.activities)
        ordered = _span(order.ordered_at.date() for sale in self.sales for order in sale.orders)
        told = (("deals.imported", "close", closes), ("activities.imported", "day", done))
        since = [version.since.date() for sale in self.sales for version in sale.deal.versions]
        history = _span(
            [*since, max(since) + timedelta(days=1)]
        )  # a late instant is the next day in the company's zone
        for kind, name, span in (*told, ("orders.imported", "day", ordered)):
            if span:
                payload = {**rows, "created": len(self.sales), "changed": 0}
                payload |= {f"{name}_from": span[0], f"{name}_to": span[1]}
                if kind == "deals.imported" and history:
                    payload |= {"history_from": history[0], "history_to": history[1]}
                append(kind=kind, subject=sample, by=self.book.by, at=self.book.today_at, payload=payload)


def _span(days: Iterable[date]) -> tuple[date, date] | None:
    """The first of some days, and the day after the last."""
    known = list(days)
    return (min(known), max(known) + timedelta(days=1)) if known else None


def _net_price(line: Line) -> str:
    """A unit after discount, exact."""
    return str(from_minor(line.price * (100 - line.discount), CURRENCY))


def _amount(minor: int | None) -> str | None:
    """Cents as PostgreSQL reads a number."""
    return None if minor is None else f"{minor // 100}.{minor % 100:02}"
