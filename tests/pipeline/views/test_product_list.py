"""The list of products: the price book, costs for those who may know them, and taking many off sale."""

from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.domain.catalogue import add_product, offer_product, set_list_price, set_unit_cost
from pipeline.models import Product
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.import_files import load
from tests.refusals import all_rows


@pytest.fixture
def products(cast):
    """Alpha and Beta of a series, costed at 321 and 123; Gamma is no longer on sale."""
    made = {}
    for name, series, price in (("Alpha", "Rotors", 9), ("Beta", "Rotors", 7), ("Gamma", "", 8)):
        made[name] = add_product(name=name, series=series, list_price=Decimal(price), by=cast.olga, at=AT)
    for name, cost in (("Alpha", 321), ("Beta", 123)):
        set_unit_cost(product=made[name], unit_cost=Decimal(cost), by=cast.olga, at=AT)
    offer_product(product=made["Gamma"], offered=False, by=cast.olga, at=AT)
    return made


def listed(client, query=""):
    answer = client.get(f"/pipeline/products/?{query}")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=name", ["Alpha", "Beta", "Gamma"]),
        ("is_active=true&sort=list_price", ["Beta", "Alpha"]),
        ("is_active=false", ["Gamma"]),
        ("search=rotor&sort=-name", ["Beta", "Alpha"]),
        ("series=Rotors&search=alp", ["Alpha"]),
    ],
)
def test_products_are_narrowed_and_ordered(products, cast, client, query, found):
    client.force_login(cast.rita)
    assert [each.name for each in listed(client, query).context["dressed"]] == found
    filters = "&".join(part for part in query.split("&") if not part.startswith("sort="))
    over_api = client.get(f"/api/v1/pipeline/products/?{filters}").json()["results"]
    assert {each["name"] for each in over_api} == set(found)


def test_what_one_may_not_know_of_costs_is_neither_shown_nor_ordered_by_nor_exported(products, cast, client):
    client.force_login(cast.rita)
    page = listed(client, "sort=unit_cost&cols=unit_cost,series")
    assert "321" not in page.content.decode()
    assert [each.name for each in page.context["dressed"]] == ["Alpha", "Beta", "Gamma"]
    sent = {"form": "csv", "all_columns": "on"}
    assert b"321" not in b"".join(client.post("/lists/products/export/", sent).streaming_content)
    client.force_login(cast.max)
    Product.objects.filter(name="Beta").update(list_price=Decimal("7.125"))
    page = listed(client, "sort=unit_cost&cols=unit_cost,list_price")
    assert "7.125\N{NO-BREAK SPACE}EUR" in page.content.decode()
    assert "9.00\N{NO-BREAK SPACE}EUR" in page.content.decode()
    assert [each.name for each in page.context["dressed"]] == ["Beta", "Alpha", "Gamma"]
    assert "321" in page.content.decode()
    assert b"321" in b"".join(client.post("/lists/products/export/", sent).streaming_content)


def test_many_are_taken_off_sale_and_put_back_where_nobody_priced_them_since(products, cast, client):
    client.force_login(cast.olga)
    sent = {"row": [each.pk for each in products.values()]}
    answer = client.post("/lists/products/acts/withdraw/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "2 products no longer on sale" in answer["HX-Trigger"]
    assert not Product.objects.filter(is_active=True).exists()
    set_list_price(product=products["Alpha"], list_price=Decimal(10), by=cast.olga, at=AT)
    take_back(undo=Undo.objects.get(), by=cast.olga, at=timezone.now())
    assert list(Product.objects.filter(is_active=True).values_list("name", flat=True)) == ["Beta"]
    before = all_rows()
    client.force_login(cast.max)
    assert client.post("/lists/products/acts/withdraw/", sent).status_code == 404
    assert all_rows() == before


def test_a_price_book_brings_costs_and_a_blank_leaves_them(products, cast):
    rows = [
        ["Id in its source", "Product", "List price", "Costs us"],
        [f"#{products['Alpha'].pk}", "Alpha", "11", "400.5"],
        [f"#{products['Alpha'].pk + 1000}", "Beta", "12", ""],
        ["SKU-9", "Delta", "5", "1"],
    ]
    batch = load("products", rows, cast.olga)
    assert [str(row) for row in batch.refusals.all()] == []
    assert list(Product.objects.order_by("name").values_list("name", "list_price", "unit_cost", "external_id")) == [
        ("Alpha", 11, Decimal("400.5"), ""),
        ("Beta", 12, 123, ""),
        ("Delta", 5, 1, "SKU-9"),
        ("Gamma", 8, None, ""),
    ]
