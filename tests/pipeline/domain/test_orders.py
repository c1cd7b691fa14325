from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import place_order, repeat_order
from pipeline.models import Order, OrderLine, Product
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import make_deal, won_for
from tests.refusals import assert_breaks, assert_refused

HOUR = timedelta(hours=1)


@pytest.fixture
def rotor(process, olga, at) -> Product:
    return add_product(name="Rotor", series="R", list_price=Decimal("99.99"), by=olga, at=at)


@pytest.fixture
def won(deal, rotor, rita, at):
    """Helix Robotics, won for 312.48: three rotors at 12.5% off and one at 50.005."""
    lines = [
        LineFacts(rotor, quantity=Decimal(3), discount_rate=Decimal("0.125")),
        LineFacts(rotor, unit_price=Decimal("50.005")),
    ]
    return win_deal(
        deal=set_lines(deal=deal, lines=lines, by=rita, at=at), reason=won_for(), by=rita, at=at + timedelta(minutes=1)
    )


def test_a_won_deal_becomes_its_order(won, rotor, rita, at):
    order = place_order(deal=won, by=rita, at=at + HOUR, expected_version=won.version)
    order = Order.objects.get(pk=order.pk)
    assert (order.account, order.deal, order.owner, order.repeat_of) == (won.account, won, rita, None)
    assert (order.amount, order.currency, order.ordered_at) == (Decimal("312.48"), "EUR", at + HOUR)
    rows = OrderLine.objects.filter(order=order).values_list("position", "product", "quantity", "price")
    assert list(rows) == [
        (1, rotor.pk, Decimal(3), Decimal("87.49125")),
        (2, rotor.pk, Decimal(1), Decimal("50.005")),
    ]
    assert last_event() == (
        "order.placed",
        "pipeline.order",
        order.pk,
        rita.pk,
        {
            "account_id": won.account_id,
            "deal_id": won.pk,
            "repeat_of_id": None,
            "owner_id": rita.pk,
            "amount": "312.4800",
            "lines": 2,
        },
    )


def test_a_negotiated_amount_stays_beside_the_lines(deal, rotor, rita, at):
    set_lines(deal=deal, lines=[LineFacts(rotor)], by=rita, at=at)
    won = win_deal(deal=deal, reason=won_for(), amount=Decimal(90), by=rita, at=at)
    order = place_order(deal=won, by=rita, at=at)
    assert (order.amount, order.lines.get().amount) == (Decimal(90), Decimal("99.99"))


def test_place_order_refusals(deal, process, cast, at):
    rita = cast.rita
    with assert_refused("not_won", says="Helix Robotics is open; win it first."):
        place_order(deal=deal, by=rita, at=at)
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    with assert_refused("not_allowed"):
        place_order(deal=won, by=cast.finn, at=at)
    with assert_refused("deal_changed"):
        place_order(deal=won, by=rita, at=at, expected_version=1)
    place_order(deal=won, by=rita, at=at)
    with assert_refused("ordered", says="repeat that order instead"):
        place_order(deal=won, by=rita, at=at + HOUR)
    nobodys = win_deal(
        deal=edit_deal(deal=make_deal(rita, "Nobody's"), facts={"account": None}, by=rita, at=at),
        reason=won_for(),
        by=rita,
        at=at,
    )
    with assert_refused("account_missing", "account"):
        place_order(deal=nobodys, by=rita, at=at)


def test_the_same_again_belongs_to_whoever_enters_it(won, cast, at):
    first = place_order(deal=won, by=cast.rita, at=at)
    again = repeat_order(order=first, by=cast.max, at=at + HOUR)
    assert (again.repeat_of, again.account, again.deal, again.owner) == (first, won.account, None, cast.max)
    assert (again.amount, again.currency) == (Decimal("312.48"), "EUR")
    assert list(again.lines.values_list("price", flat=True)) == list(first.lines.values_list("price", flat=True))
    third = repeat_order(order=again, owner=cast.rita, by=cast.max, at=at + 2 * HOUR)
    assert (third.repeat_of, third.owner) == (again, cast.rita)


def test_other_lines_say_what_a_repeat_order_costs(won, rotor, rita, at):
    first = place_order(deal=won, by=rita, at=at)
    again = repeat_order(
        order=first, lines=[LineFacts(rotor, Decimal(2), discount_rate=Decimal("0.0333"))], by=rita, at=at + HOUR
    )
    # 2 x 99.99 x 0.9667 = 193.320666
    assert (again.amount, again.lines.get().price) == (Decimal("193.32"), Decimal("96.660333"))
    for_money = repeat_order(order=first, amount=Decimal("70.5"), by=rita, at=at + HOUR)
    assert (for_money.amount, for_money.lines.count()) == (Decimal("70.5"), 0)


def test_repeat_order_refusals(won, rotor, cast, at):
    rita, first = cast.rita, place_order(deal=won, by=cast.rita, at=at)
    later = at + HOUR
    with assert_refused("too_early"):
        repeat_order(order=first, by=rita, at=at)
    with assert_refused("both", "amount"):
        repeat_order(order=first, lines=[LineFacts(rotor)], amount=Decimal(1), by=rita, at=later)
    with assert_refused("empty", "lines"):
        repeat_order(order=first, lines=[], by=rita, at=later)
    with assert_refused("an_order_amount_is_not_negative", "amount"):
        repeat_order(order=first, amount=Decimal(-1), by=rita, at=later)
    with assert_refused("an_order_line_has_a_quantity", "lines"):
        repeat_order(order=first, lines=[LineFacts(rotor, Decimal(0))], by=rita, at=later)
    with assert_refused("currency", "lines", says="the order in EUR"):
        dollars = Product(name="Imported", list_price=1, currency="USD")
        repeat_order(order=first, lines=[LineFacts(dollars)], by=rita, at=later)
    with assert_refused("owner", "owner"):
        repeat_order(order=first, owner=cast.finn, by=rita, at=later)
    with assert_refused("not_allowed"):
        repeat_order(order=first, by=cast.finn, at=later)


def test_the_database_holds_what_repeats_what(won, rita, at):
    first = place_order(deal=won, by=rita, at=at)
    other = win_deal(deal=make_deal(rita, "Orchard Mills"), reason=won_for(), by=rita, at=at)
    elsewhere = place_order(deal=other, by=rita, at=at)
    again = repeat_order(order=first, by=rita, at=at + HOUR)
    changes = [
        (again, {"repeat_of": elsewhere}),  # another account's
        (again, {"ordered_at": at}),  # not earlier
        (first, {"ordered_at": at + 2 * HOUR}),  # moved behind the one that repeats it
        (first, {"account": other.account}),
    ]
    for order, facts in changes:
        for name in ("an_order_repeats_an_earlier_order_of_its_account",):
            with assert_breaks(name), connection.cursor() as cursor:
                Order.objects.filter(pk=order.pk).update(**facts)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with assert_breaks("an_order_does_not_repeat_itself"):
        Order.objects.filter(pk=first.pk).update(repeat_of=first)


def test_orders_are_seen_with_their_owner_and_their_deal(won, cast, at):
    first = place_order(deal=won, by=cast.rita, at=at)
    again = repeat_order(order=first, by=cast.max, at=at + HOUR)
    seen = {
        person.name: set(Order.objects.visible_to(person).values_list("pk", flat=True))
        for person in (cast.rita, cast.max, cast.mona, cast.nora, cast.finn, cast.rosa)
    }
    both = {first.pk, again.pk}
    assert seen == {
        cast.rita.name: {first.pk},
        cast.max.name: both,
        cast.mona.name: set(),
        cast.nora.name: set(),
        cast.finn.name: both,
        cast.rosa.name: set(),
    }
