"""Orders and cancellations from files: whole orders of their lines, what is refused and why, and taking back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.orders import place_order
from pipeline.models import Invoice, Order, OrderCancellation, OrderLine
from pipeline.tables.ordering import OTHERWISE, STAYS
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import start_import
from salesmgmt.imports.registry import kind_named
from tests.cast import AT
from tests.checksums import LOG_AND_HISTORY, checksums
from tests.import_files import given, load, take_back
from tests.pipeline_rows import make_deal, make_process, won_for

pytestmark = pytest.mark.django_db
BOOKS = (*LOG_AND_HISTORY, "imports_")
HEAD = [
    "Order no",
    "Line",
    "Account",
    "Deal",
    "Owner",
    "Order date",
    "Total",
    "Product",
    "Qty",
    "Unit price",
    "Repeats",
]
GONE = ["Order", "Line", "Reason", "Cancelled on", "Comment"]


@pytest.fixture
def won(cast):
    """A deal that was won for 1000 with Helix Robotics, and two products."""
    make_process()
    for name in ("Turbine", "Service"):
        add_product(name=name, series="", list_price=Decimal(500), by=cast.olga, at=AT)
    return win_deal(deal=make_deal(cast.rita), reason=won_for(), by=cast.rita, at=AT)


def line(order="S-1", no="1", product="Turbine", qty="2", price="400.25", **said):
    row = dict.fromkeys(("deal", "owner", "total", "repeats"), "")
    row |= {"account": "Helix Robotics", "on": "2026-02-01 09:30", **said}
    who = [order, no, row["account"], row["deal"], row["owner"], row["on"], row["total"]]
    return [*who, product, qty, price, row["repeats"]]


def refused(batch):
    return [(row.row_no, row.field, f"{row.reason}; {row.way_out}") for row in batch.refusals.all()]


def orders():
    return [
        (order.external_id, order.amount, order.owner.name, [str(each) for each in order.lines.all()])
        for order in Order.objects.order_by("external_id")
    ]


def test_rows_of_one_number_are_one_order_which_changes_nothing_again_and_is_taken_back(cast, won):
    before = checksums()
    rows = [
        HEAD,
        line(deal="Helix Robotics", total="1000.5"),
        line("S-2", "", "", "", "", total="70", owner="max@kestrel.example", on="2026-02-20", repeats="S-1"),
        line("S-1", "2", "Service", "4", "50", account=""),
    ]
    batch = load("order_lines", rows, cast.olga)
    assert (refused(batch), batch.counts["order_lines"]["new"]) == ([], 3)
    assert orders() == [
        ("S-1", Decimal("1000.5"), cast.rita.name, ["2.000 × Turbine", "4.000 × Service"]),
        ("S-2", Decimal(70), cast.max.name, []),
    ]
    first, again = Order.objects.order_by("external_id")
    assert (first.deal, first.ordered_at, again.repeat_of) == (won, datetime(2026, 2, 1, 8, 30, tzinfo=UTC), first)
    assert Event.objects.get(kind="orders.imported").payload == {
        "batch_id": batch.pk, "created": 2, "day_from": "2026-02-01", "day_to": "2026-02-21",
    }  # fmt: skip
    stands = checksums(BOOKS)
    assert load("order_lines", rows, cast.olga).counts["order_lines"] == {
        "new": 0, "changed": 0, "same": 3, "refused": 0,
    }  # fmt: skip
    assert checksums(BOOKS) == stands
    take_back(batch, cast.olga)
    assert checksums() == before


@pytest.mark.parametrize("chunk_rows", [1, 2, 1000])
def test_an_order_is_whole_whatever_the_chunks(cast, won, chunk_rows):
    rows = [HEAD, line(), line("S-2", price="1"), line("S-2", "2", "Turbne"), line("S-1", "2", "Service", "4", "50")]
    kind, files = kind_named("order_lines"), {"order_lines": given(rows)}
    batch = start_import(kind=kind, files=files, source="test", by=cast.olga, at=AT, chunk_rows=chunk_rows)
    batch = follow(batch, at=AT)
    assert refused(batch) == [
        (3, "order", "row 4 of order S-2 cannot land, and an order lands whole; correct row 4"),
        (
            4,
            "product",
            "“Turbne” is not a product; add it to the products or map it to one of the products (closest: Turbine)",
        ),
    ]
    assert [(number, len(lines)) for number, _, _, lines in orders()] == [("S-1", 2)]


def test_bad_orders_are_told_and_the_good_one_lands(cast, won):
    make_deal(cast.rita, "Still open")
    rows = [
        HEAD,
        line("1", qty="0"),
        line("2", price="-1"),
        line("3", account="", deal=""),
        line("4", account="Nowhere"),
        line("5", on="2026-03-03"),
        line("6", owner="finn@kestrel.example"),
        line("7", total="801"),
        line("8", deal="Still open"),
        line("9", "1"),
        line("9", "1", "Service"),
        line("10", "", "", "", ""),
        line("11", repeats="9"),
        line("12", repeats="13"),
        line("13", deal="Helix Robotics"),
        line("14", deal="Helix Robotics"),
        line("15"),
        line("15", "2", owner="max@kestrel.example"),
        line("15", "3", owner="rita@kestrel.example"),
    ]
    batch = load("order_lines", rows, cast.olga)
    told = {(number, field): words for number, field, words in refused(batch)}
    assert told == {
        (2, "quantity"): "a line is of more than 0; correct it or leave it out",
        (3, "price"): "“-1” is below 0; write an amount of 0 or more",
        (4, "account"): "nobody ordered it; write the account, or the deal that was won",
        (5, "account"): "“Nowhere” is not an account; add it to the accounts or map it to one of the accounts",
        (6, "ordered_at"): "an order was placed now or earlier; correct the day",
        (7, "owner"): "“finn@kestrel.example” does not work deals; write a rep or a manager",
        (8, "order_amount"): "its lines come to 800.50 EUR; correct the lines or the amount",
        (9, "deal"): "Still open is open; import it as won, or leave the deal blank",
        (10, "order"): "row 11 of order 9 cannot land, and an order lands whole; correct row 11",
        (11, "line"): "order 9 has a line 1 already; number its lines from 1, each once",
        (12, "product"): "an order has lines or an amount; write a product, or the order's amount",
        (13, "repeats"): "“9” is not an order; add it to the orders, or leave this blank",
        (14, "repeats"): "order 13 was not placed before; write an earlier one, or correct the days",
        (16, "deal"): "Helix Robotics is an order already; say which order this one repeats instead",
        (17, "order"): "row 19 of order 15 cannot land, and an order lands whole; correct row 19",
        (18, "order"): "row 19 of order 15 cannot land, and an order lands whole; correct row 19",
        (19, "owner"): "another row of order 15 says “max@kestrel.example”; let all rows of an order say the same",
    }
    assert [number for number, *_ in orders()] == ["13"]


def test_an_order_stays_as_it_was_placed(cast, won):
    load("order_lines", [HEAD, line()], cast.olga)
    stands = checksums(BOOKS)
    stays = f"{STAYS}; {OTHERWISE}"
    for row, field in (
        (line(qty="3"), "product"),
        (line("S-1", "2"), "product"),
        (line(on="2026-02-02"), "ordered_at"),
    ):
        assert refused(load("order_lines", [HEAD, row], cast.olga)) == [(2, field, stays)]
    assert checksums(BOOKS) == stands


def test_what_an_order_repeats_may_be_said_later_and_a_preview_shows_it(cast, won):
    load("order_lines", [HEAD, line(), line("S-2", on="2026-02-10")], cast.olga)
    before = checksums()
    rows = [HEAD, line("S-2", on="2026-02-10", repeats="S-1")]
    seen = preview_import(kind=kind_named("order_lines"), files={"order_lines": given(rows)}, by=cast.olga, at=AT)
    assert [(each.label, each.before, each.after) for each in seen.differences[0].changes] == [
        ("Repeats order", "", "S-1")
    ]
    assert checksums() == before
    load("order_lines", rows, cast.olga)
    assert Order.objects.get(external_id="S-2").repeat_of == Order.objects.get(external_id="S-1")


def test_invoices_know_imported_orders_by_their_numbers(cast, won):
    load("order_lines", [HEAD, line()], cast.olga)
    head = ["Invoice no", "Order", "Invoice date", "Due on", "Total"]
    load("invoices", [head, ["R-1", "S-1", "2026-02-02", "2026-03-01", "800"]], cast.finn)
    assert Invoice.objects.get().order.external_id == "S-1"


@pytest.fixture
def placed(cast, won):
    load("order_lines", [HEAD, line(), line("S-1", "2", "Service", "4", "50"), line("S-2")], cast.olga)
    return Order.objects.get(external_id="S-1")


def gone(order="S-1", no="1", reason="CUSTOMER", on="2026-02-10", note=""):
    return [order, no, reason, on, note]


def test_lines_are_cancelled_once_and_with_the_last_the_order(cast, placed):
    before = checksums()
    rows = [GONE, gone(note="Too big"), gone("S-2", "")]
    batch = load("cancellations", rows, cast.finn)
    assert (refused(batch), batch.counts["cancellations"]["new"]) == ([], 2)
    placed.refresh_from_db()
    assert (placed.standing_amount, placed.cancelled_at, placed.version) == (Decimal(200), None, 2)
    other = Order.objects.get(external_id="S-2")
    assert (other.standing_amount, other.cancelled_at) == (0, datetime(2026, 2, 9, 23, tzinfo=UTC))
    assert list(OrderCancellation.objects.order_by("pk").values_list("amount", "note", "entered_by")) == [
        (Decimal("800.5"), "Too big", cast.finn.pk), (Decimal("800.5"), "", cast.finn.pk),
    ]  # fmt: skip
    assert Event.objects.get(kind="cancellations.imported").payload["created"] == 2
    stands = checksums(BOOKS)
    assert load("cancellations", rows, cast.finn).counts["cancellations"]["same"] == 2
    assert checksums(BOOKS) == stands
    last = load("cancellations", [GONE, gone(no="2", on="2026-02-12")], cast.finn)
    placed.refresh_from_db()
    assert (placed.standing_amount, placed.cancelled_at) == (0, datetime(2026, 2, 11, 23, tzinfo=UTC))
    take_back(last, cast.finn)
    take_back(batch, cast.finn)
    assert checksums() == before


def test_bad_cancellations_are_told_and_the_good_ones_land(cast, placed):
    head = ["Invoice no", "Order", "Invoice date", "Due on", "Total"]
    load("invoices", [head, ["R-1", "S-1", "2026-02-02", "2026-03-01", "900"]], cast.finn)
    rows = [GONE, gone("S-9"), gone(no="7"), gone("S-2", "2", "BORED"), gone(), gone("S-2"), gone("S-2", "")]
    batch = load("cancellations", rows, cast.finn)
    assert refused(batch) == [
        (2, "order", "“S-9” is not an order; add it to the orders or map it to one of the orders (closest: S-2)"),
        (3, "line", f"{placed} has no line 7; name lines by their numbers on its page"),
        (
            4,
            "reason",
            "“BORED” is not a reason; write one of CUSTOMER, DELIVERY, UNPAID, MISTAKE, or map it to one of them",
        ),
        (
            5,
            "line",
            f"more of {placed} is invoiced than would be left of it; credit the invoice first, then import this",
        ),
        (
            7,
            "line",
            f"{Order.objects.get(external_id='S-2')} is cancelled already, and a cancellation stays; leave the row out",
        ),
    ]
    assert OrderCancellation.objects.count() == 1


def test_a_cancellation_is_not_in_the_future_nor_before_its_order(cast, placed):
    before = checksums(BOOKS)
    rows = [GONE, gone(on="2026-03-03"), gone(no="2", on="2026-01-31")]
    assert refused(load("cancellations", rows, cast.finn)) == [
        (2, "cancelled_at", "an order was cancelled now or earlier; correct the day"),
        (3, "cancelled_at", f"{placed} was placed later, on 1 Feb 2026; correct the day"),
    ]
    assert checksums(BOOKS) == before


def test_a_deal_s_order_placed_here_is_no_other(cast, won):
    place_order(deal=won, by=cast.rita, at=AT)
    batch = load("order_lines", [HEAD, line(deal="Helix Robotics")], cast.olga)
    assert [field for _, field, _ in refused(batch)] == ["deal"]
    assert OrderLine.objects.count() == 0


def test_who_may_import_orders_and_cancellations(cast):
    for kind, may in (("order_lines", {"olga"}), ("cancellations", {"finn", "olga", "api_user"})):
        permission = kind_named(kind).permission
        assert {name for name, person in cast.everybody().items() if person.has_perm(permission)} == may
        for name in ("rita", "max", "carla"):
            with pytest.raises(NotAllowed):
                load(kind, [HEAD], cast.everybody()[name])


HEADS = ["Order no", "Account", "Deal", "Order date", "Total", "Repeats"]


def head(order="S-1", total="1000.5", deal="", repeats="", on="2026-02-01 09:30"):
    return [order, "Helix Robotics", deal, on, total, repeats]


def load_orders(rows, by):
    batch = start_import(kind=kind_named("order_lines"), files={"orders": given(rows)}, source="test", by=by, at=AT)
    return follow(batch, at=AT)


def test_lines_follow_their_orders_and_are_taken_back_by_themselves(cast, won):
    """One row an order first; then the lines of two of them, one of which was agreed otherwise for its deal."""
    before = checksums()
    heads = [HEADS, head(deal="Helix Robotics", total="1000"), head("S-2", "70", repeats="S-1", on="2026-02-03")]
    heads += [head("S-3", "800.5", repeats="S-2", on="2026-02-04")]
    batch = load_orders(heads, cast.olga)
    assert (refused(batch), batch.counts["orders"]["new"]) == ([], 3)
    bare = checksums(BOOKS)
    rows = [HEAD, line(price="7"), line("S-3", on="2026-02-04", repeats="S-2")]
    lines = load("order_lines", rows, cast.olga)
    assert (refused(lines), lines.counts["order_lines"]["new"]) == ([], 2)
    assert [(number, amount, said) for number, amount, _, said in orders()] == [
        ("S-1", 1000, ["2.000 × Turbine"]), ("S-2", 70, []), ("S-3", Decimal("800.5"), ["2.000 × Turbine"]),
    ]  # fmt: skip
    assert [order.repeat_of and order.repeat_of.external_id for order in Order.objects.order_by("external_id")] == [
        None, "S-1", "S-2",
    ]  # fmt: skip
    stands = checksums(BOOKS)
    assert load_orders(heads, cast.olga).counts["orders"] == {"new": 0, "changed": 0, "same": 3, "refused": 0}
    assert load("order_lines", rows, cast.olga).counts["order_lines"]["same"] == 2
    assert checksums(BOOKS) == stands
    take_back(lines, cast.olga)
    assert [each for each in checksums(BOOKS).items() if bare[each[0]] != each[1]] == []
    take_back(batch, cast.olga)
    assert checksums() == before


def test_lines_that_do_not_come_to_their_order_and_those_of_one_placed_here_are_told(cast, won):
    placed = place_order(deal=won, by=cast.rita, at=AT)
    load_orders([HEADS, head()], cast.olga)
    before = checksums(BOOKS)
    rows = [HEAD, line(), line(f"#{placed.pk}", on="2026-03-02 10:00")]
    assert refused(load("order_lines", rows, cast.olga)) == [
        (2, "price", "order S-1 was placed for 1,000.50 EUR; let its lines come to that"),
        (3, "product", f"{STAYS}; {OTHERWISE}"),
    ]
    both = [HEADS, head("S-4", ""), head("S-5", total="-1")]
    assert [field for _, field, _ in refused(load_orders(both, cast.olga))] == ["order_amount", "order_amount"]
    assert checksums(BOOKS) == before
