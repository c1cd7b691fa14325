"""Orders in figures: the worked table of docs/algorithms/orders.md, who sees which, and under whom."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.cancellations import cancel_order
from pipeline.domain.closing import win_deal
from pipeline.domain.orders import place_order, repeat_order
from pipeline.models import Order, OrderCancellation
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.people.domain.members import Place, move_member
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline_rows import make_deal, won_for

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ask(name, user, **params):
    figure = figure_for(name, user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=NOW)))


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00+00:00")


@pytest.fixture
def place(process, cast, at):
    """Places orders of the table's kind: from a won deal, or repeating one."""
    placed: dict[str, Order] = {}

    def place(order, account, day, repeats="", amount="100", owner=cast.rita) -> Order:
        when = noon(day)
        if repeats:
            placed[order] = repeat_order(order=placed[repeats], amount=Decimal(amount), by=owner, at=when)
        else:
            deal = make_deal(owner, account, amount=amount, at=when)
            won = win_deal(deal=deal, reason=won_for(), by=owner, at=when)
            placed[order] = place_order(deal=won, by=owner, at=when)
        return placed[order]

    return place


def test_the_worked_table(place, cast):
    orders, results = tables("orders.md")
    for row in orders:
        place(row["order"], row["account"], row["placed"], row["repeats"], row["amount"])
    assert len(results) == 3
    for row in results:
        params = {name: row[name] for name in ("from", "to") if row[name]}
        counted = ask("pipeline.orders", cast.olga, **params)["measures"]
        assert (str(counted["orders"]["value"]), counted["amount"]["value"]) == (row["orders"], row["for"])
        assert counted["average"]["value"] == row["each"]
        share = ask("pipeline.repeat_orders", cast.olga, **params)
        assert (share["n"], share["said"]) == (int(row["orders"]), row["share"])
        assert round(share["value"] * share["n"]) == int(row["repeat"])
        assert f"{share['interval']['low']:.1%}" == row["low"]
        assert f"{share['interval']['high']:.1%}" == row["high"]


def test_each_sees_the_orders_of_their_own_line_and_deals(place, cast):
    place("A1", "Alba", "2026-03-10")
    place("B1", "Brio", "2026-03-11", owner=cast.sam)
    place("A2", "Alba", "2026-03-12", "A1", owner=cast.max)
    seen = {user: ask("pipeline.orders", user)["value"] for user in (cast.rita, cast.max, cast.mona, cast.olga)}
    assert seen == {cast.rita: 1, cast.max: 2, cast.mona: 1, cast.olga: 3}


def test_another_currency_is_left_out_of_amounts_and_part_of_the_share(place, cast):
    place("A1", "Alba", "2026-03-10")
    dollars = place("A2", "Alba", "2026-03-11", "A1")
    Order.objects.filter(pk=dollars.pk).update(currency="USD")
    counted = ask("pipeline.orders", cast.olga)
    assert (counted["value"], counted["left_out"]["count"]) == (1, 1)
    assert ask("pipeline.repeat_orders", cast.olga)["n"] == 2


def test_the_day_is_the_companys_and_the_place_is_that_of_the_day(place, cast):
    order = place("A1", "Alba", "2026-03-10")
    place("A2", "Alba", "2026-03-20", "A1")
    Order.objects.filter(pk=order.pk).update(ordered_at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))
    assert ask("pipeline.orders", cast.olga, **{"from": "2026-03-11", "to": "2026-03-12"})["value"] == 1
    move_member(
        user=cast.rita,
        place=Place(cast.south, cast.mona),
        from_date=date(2026, 3, 15),
        by=cast.olga,
        at=noon("2026-03-02"),
    )
    groups = ask("pipeline.orders", cast.olga, by="manager")["groups"]
    assert {group["label"]: group["measures"]["orders"]["value"] for group in groups} == {"Max Adler": 1, "Mona Mai": 1}
    in_south = ask("pipeline.orders", cast.olga, team=str(cast.south.pk))
    assert in_south["value"] == 1


def test_as_of_counts_what_was_placed_before(place, cast):
    place("A1", "Alba", "2026-03-10")
    place("A2", "Alba", "2026-03-20", "A1")
    assert ask("pipeline.orders", cast.olga, as_of="2026-03-19")["value"] == 1
    instant = (noon("2026-03-10") + timedelta(seconds=1)).isoformat()
    assert ask("pipeline.repeat_orders", cast.olga, as_of=instant)["said"] == "0.0%"


def test_a_cancelled_order_counts_until_it_is_cancelled(place, cast):
    whole, part = place("A1", "Alba", "2026-03-10", amount="100"), place("B1", "Brio", "2026-03-11", amount="30")
    again = place("A2", "Alba", "2026-03-12", "A1", amount="7")
    cancel_order(order=whole, reason="CUSTOMER", by=cast.rita, at=noon("2026-03-20"))
    OrderCancellation.objects.create(order=part, amount=10, reason="DELIVERY", cancelled_at=noon("2026-03-22"))

    def counted(**params) -> tuple[int, str]:
        measures = ask("pipeline.orders", cast.olga, **params)["measures"]
        return measures["orders"]["value"], measures["amount"]["value"]

    assert counted() == (2, "27.00")
    assert counted(as_of="2026-03-21") == (2, "37.00")
    assert counted(as_of="2026-03-19") == (3, "137.00")
    assert (again.repeat_of, ask("pipeline.repeat_orders", cast.olga)["said"]) == (whole, "50.0%")
