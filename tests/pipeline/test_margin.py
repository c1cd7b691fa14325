"""What things cost, who may know, and what is earned: costs are carried from product to deal to order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_product, set_unit_cost
from pipeline.domain.closing import win_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import place_order, repeat_order
from pipeline.models import Product
from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for, figures_for
from salesmgmt.figures.representation import answer_data
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline_rows import make_deal, won_for
from tests.refusals import assert_refused

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ask(user, name="pipeline.margin", **params):
    figure = figure_for(name, user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=NOW)))


@pytest.fixture
def rotor(process, olga, at) -> Product:
    product = add_product(name="Rotor", series="", list_price=Decimal(100), by=olga, at=at)
    return set_unit_cost(product=product, unit_cost=Decimal("39.99"), by=olga, at=at)


@pytest.fixture
def sold(rotor, cast, at):
    """Three rotors at 80, cost 39.99, and one product without a cost."""
    plain = add_product(name="Manual", series="", list_price=Decimal(10), by=cast.olga, at=at)
    lines = [LineFacts(rotor, Decimal(3), discount_rate=Decimal("0.2")), LineFacts(plain)]
    deal = set_lines(deal=make_deal(cast.rita, "Alba"), lines=lines, by=cast.rita, at=at)
    return win_deal(deal=deal, reason=won_for(), by=cast.rita, at=at)


def test_a_cost_is_carried_and_stays_with_its_line(sold, rotor, cast, at):
    order = place_order(deal=sold, by=cast.rita, at=at)
    set_unit_cost(product=rotor, unit_cost=Decimal(50), by=cast.olga, at=at)
    again = repeat_order(order=order, by=cast.rita, at=at + timedelta(hours=1))

    def costs(row):
        return list(row.lines.order_by("position").values_list("unit_cost", flat=True))

    assert costs(sold) == costs(order) == [Decimal("39.99"), None]
    assert costs(again) == [50, None]
    assert [event.payload for event in Event.objects.filter(kind="product.costed")] == [{}, {}]


def test_lines_that_are_set_again_keep_their_cost(rotor, cast, at):
    deal = set_lines(deal=make_deal(cast.rita, "Alba"), lines=[LineFacts(rotor)], by=cast.rita, at=at)
    set_unit_cost(product=rotor, unit_cost=Decimal(50), by=cast.olga, at=at)
    deal = set_lines(deal=deal, lines=[LineFacts(rotor, Decimal(2))], by=cast.rita, at=at)
    assert deal.lines.get().unit_cost == Decimal("39.99")


def test_margin_leaves_out_what_has_no_cost(sold, cast):
    said = ask(cast.max)
    measures = {name: measure["value"] for name, measure in said["measures"].items()}
    # 3 x 80 = 240, less 3 x 39.99 = 119.97
    assert (measures["net"], measures["earned"], measures["lines"]) == ("240.00", "120.03", 1)
    assert (round(measures["margin"], 6), said["left_out"]["count"]) == (0.500125, 1)
    assert [group["label"] for group in ask(cast.max, by="product")["groups"]] == ["Rotor"]
    assert ask(cast.mona)["n"] == 0


def test_the_worked_table(process, cast, at):
    lines, (said,), orders = tables("margin.md")
    sold = []
    for row in lines:
        product = add_product(name=row["product"], series="", list_price=Decimal(row["price"]), by=cast.olga, at=at)
        cost = Decimal(row["cost"]) if row["cost"] else None
        product = set_unit_cost(product=product, unit_cost=cost, by=cast.olga, at=at)
        discount = Decimal(row["discount"].rstrip("%")) / 100
        sold.append(LineFacts(product, Decimal(row["quantity"]), discount_rate=discount))
    deal = set_lines(deal=make_deal(cast.rita, "Alba"), lines=sold, by=cast.rita, at=at)
    deal = win_deal(deal=deal, reason=won_for(), by=cast.rita, at=at)
    assert_said(ask(cast.olga), said)
    order = place_order(deal=deal, by=cast.rita, at=at)
    assert_said(ask(cast.olga, "pipeline.order_margin"), orders[0])
    stator, gone = order.lines.get(product__name="Stator"), at + timedelta(days=2)
    cancel_order(order=order, lines=[stator], reason="CUSTOMER", by=cast.olga, at=gone)
    assert_said(ask(cast.olga, "pipeline.order_margin"), orders[1])
    assert_said(ask(cast.olga, "pipeline.order_margin", as_of=gone.isoformat()), orders[0])
    for name, by, row in (("pipeline.margin", "deal", deal), ("pipeline.order_margin", "order", order)):
        assert [group["key"] for group in ask(cast.olga, name, by=by)["groups"]] == [str(row.pk)]


def assert_said(answered, said):
    measures = {name: measure["value"] for name, measure in answered["measures"].items()}
    assert (measures["net"], measures["earned"]) == (said["brought"], said["earned"])
    assert (f"{measures['margin']:.1%}", str(measures["lines"])) == (said["margin"], said["lines"])
    assert str(answered["left_out"]["count"]) == said["left out"]


def test_a_deal_and_an_order_say_their_margin_below_their_lines_to_who_reads_costs(sold, cast, client, at):
    order = place_order(deal=sold, by=cast.rita, at=at)
    pages = (f"/pipeline/deals/{sold.pk}/", f"/pipeline/orders/{order.pk}/")
    for person, told in ((cast.max, True), (cast.rita, False)):
        client.force_login(person)
        for address in pages:
            page = " ".join(client.get(address).content.decode().split())
            assert ("120.03 of 240.00 after discount; 1 line says no cost" in page) == told
            assert (">50.0%</button>" in page) == told
    client.force_login(cast.max)
    assert f"/figures/pipeline.order_margin/why/?by=order&amp;group={order.pk}" in client.get(pages[1]).content.decode()
    cancel_order(order=order, reason="CUSTOMER", by=cast.max, at=at + timedelta(days=1))
    assert "Margin" not in client.get(pages[1]).content.decode()


def test_who_sells_does_not_know_what_it_costs(sold, rotor, cast):
    names = {
        user.name: "pipeline.margin" in {each.name for each in figures_for(user)} for user in (cast.rita, cast.max)
    }
    assert names == {cast.rita.name: False, cast.max.name: True}
    with pytest.raises(Refused):
        figure_for("pipeline.margin", cast.rita)
    api = APIClient()
    api.force_authenticate(cast.rita)
    deal = api.get(f"/api/v1/pipeline/deals/{sold.pk}/").content.decode()
    product = api.get(f"/api/v1/pipeline/products/{rotor.pk}/").content.decode()
    assert "cost" not in deal + product
    assert api.get(f"/api/v1/pipeline/products/{rotor.pk}/cost/").status_code == 404
    api.force_authenticate(cast.max)
    assert api.get(f"/api/v1/pipeline/products/{rotor.pk}/cost/").json()["unit_cost"] == "39.9900"


def test_cost_refusals(rotor, cast, at):
    with assert_refused("a_product_cost_is_not_negative", "unit_cost"):
        set_unit_cost(product=rotor, unit_cost=Decimal(-1), by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        set_unit_cost(product=rotor, unit_cost=Decimal(1), by=cast.max, at=at)
