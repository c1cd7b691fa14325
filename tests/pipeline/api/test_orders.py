from datetime import timedelta
from decimal import Decimal

import pytest

from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import repeat_order
from pipeline.models import Order
from tests.pipeline_rows import make_deal, make_order, won_for
from tests.refusals import all_rows

ROOT = "/api/v1/pipeline/orders/"


@pytest.fixture
def rotor(process, olga, at):
    return add_product(name="Rotor", series="", list_price=Decimal("99.99"), by=olga, at=at)


def test_a_won_deal_is_ordered_once(deal, rotor, rita, as_, at):
    set_lines(deal=deal, lines=[LineFacts(rotor, Decimal(3), discount_rate=Decimal("0.125"))], by=rita, at=at)
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    answer = as_(rita).post(ROOT, {"deal": won.pk, "version": won.version})
    order = Order.objects.get()
    said = answer.json()
    assert answer.status_code == 201
    assert [said.pop(name) is not None for name in ("ordered_at", "recorded_at")] == [True, True]
    assert said == {
        "id": order.pk,
        "account": won.account_id,
        "account_name": "Helix Robotics",
        "deal": won.pk,
        "owner": rita.pk,
        "owner_name": "Rita Sandoval",
        "amount": "262.4700",
        "currency": "EUR",
        "repeat_of": None,
        "invoiced_amount": "0.0000",
        "cancelled_amount": "0.0000",
        "cancelled_at": None,
        "external_source": "",
        "external_id": "",
        "version": 1,
        "lines": [
            {
                "position": 1,
                "product": rotor.pk,
                "product_name": "Rotor",
                "quantity": "3.000",
                "price": "87.49125000",
                "amount": "262.47375",
            }
        ],
    }
    assert as_(rita).get(f"{ROOT}{order.pk}/").json()["lines"] == said["lines"]
    before = all_rows()
    again = as_(rita).post(ROOT, {"deal": won.pk})
    assert (again.status_code, again.json()["code"]) == (422, "ordered")
    assert all_rows() == before


def test_an_order_is_repeated_with_lines_for_an_amount_or_as_it_was(deal, rotor, rita, as_):
    order = make_order(deal)
    bodies = [
        ({}, "1000.0000", []),
        ({"amount": "70.50"}, "70.5000", []),
        ({"lines": [{"product": rotor.pk, "quantity": "2", "unit_price": "10.005"}]}, "20.0100", ["10.00500000"]),
    ]
    for body, amount, prices in bodies:
        said = as_(rita).post(f"{ROOT}{order.pk}/repeat/", body).json()
        assert (said["repeat_of"], said["amount"]) == (order.pk, amount)
        assert [line["price"] for line in said["lines"]] == prices
    before = all_rows()
    refused = as_(rita).post(f"{ROOT}{order.pk}/repeat/", {"amount": "1", "lines": [{"product": rotor.pk}]})
    assert (refused.status_code, refused.json()["code"]) == (422, "both")
    unknown = as_(rita).post(f"{ROOT}{order.pk}/repeat/", {"price": "1"})
    assert (unknown.status_code, all_rows()) == (400, before)


def test_an_order_for_somebody_out_of_sight_answers_without_a_body(deal, cast, as_):
    order = make_order(deal)
    answer = as_(cast.rita).post(f"{ROOT}{order.pk}/repeat/", {"owner": cast.sam.pk})
    assert (answer.status_code, Order.objects.filter(owner=cast.sam).count()) == (204, 1)


def test_orders_are_narrowed_and_ordered(process, cast, as_, at):
    first = make_order(make_deal(cast.rita, "Alba", amount="10"))
    second = make_order(make_deal(cast.rita, "Brio", amount="30"))
    again = repeat_order(order=first, amount=Decimal(20), by=cast.rita, at=at + timedelta(days=1))
    client = as_(cast.rita)

    def found(**query) -> list[int]:
        return [row["id"] for row in client.get(ROOT, query).json()["results"]]

    assert found() == [again.pk, second.pk, first.pk]
    assert found(order="amount") == [first.pk, again.pk, second.pk]
    assert found(account=first.account_id) == [again.pk, first.pk]
    assert (found(repeats="true"), found(repeats="false")) == ([again.pk], [second.pk, first.pk])
    assert (found(repeat_of=first.pk), found(deal=second.deal_id)) == ([again.pk], [second.pk])
    assert found(ordered_before="2026-03-02T12:00:00Z") == [second.pk, first.pk]
    assert found(ordered_from="2026-03-02T12:00:00Z") == [again.pk]
    assert found(owner=cast.sam.pk) == []
