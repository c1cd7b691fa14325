"""Orders on pages: placed on a won deal, listed on the account, repeated on their own page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import place_order, repeat_order
from pipeline.models import Order
from tests.pipeline_rows import make_deal, make_order, won_for
from tests.refusals import all_rows

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def rotor(process, olga, at):
    return add_product(name="Rotor", series="", list_price=Decimal("99.99"), by=olga, at=at)


@pytest.fixture
def won(deal, rotor, rita, at):
    set_lines(deal=deal, lines=[LineFacts(rotor, Decimal(3), discount_rate=Decimal("0.125"))], by=rita, at=at)
    return win_deal(deal=deal, reason=won_for(), by=rita, at=at)


def page(client, address, **how) -> str:
    return client.get(address, **how).content.decode()


def test_a_won_deal_is_ordered_on_its_page_and_then_names_its_order(won, rita, client):
    client.force_login(rita)
    address = f"/pipeline/deals/{won.pk}/"
    assert "Place order" in page(client, address)
    answer = client.post(f"{address}order/", {"version": won.version}, **HTMX)
    order = Order.objects.get()
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'Became <a href="/pipeline/orders/{order.pk}/">Order {order.pk}</a>' in text
    assert "Place order" not in text
    assert "placed the order for 262.47" in text
    before = all_rows()
    again = client.post(f"{address}order/", {"version": won.version}, **HTMX)
    assert (again.status_code, all_rows()) == (422, before)
    assert "is Order" in again.content.decode()


def test_open_lost_and_nobodys_deals_offer_no_order(deal, rita, client, at):
    client.force_login(rita)
    assert "Place order" not in page(client, f"/pipeline/deals/{deal.pk}/")
    nobodys = edit_deal(deal=make_deal(rita, "Nobody's"), facts={"account": None}, by=rita, at=at)
    win_deal(deal=nobodys, reason=won_for(), by=rita, at=at)
    text = page(client, f"/pipeline/deals/{nobodys.pk}/")
    assert "Place order" not in text
    assert "Say under Facts which account it is" in text


def test_who_only_reads_is_offered_nothing(won, cast, client, at):
    place_order(deal=won, by=cast.rita, at=at)
    client.force_login(cast.finn)
    order = Order.objects.get()
    assert "Order the same again" not in page(client, f"/pipeline/orders/{order.pk}/")
    assert "Repeat order" not in page(client, f"/pipeline/accounts/{won.account_id}/")


def test_the_account_lists_its_orders(won, cast, client, at):
    client.force_login(cast.rita)
    address = f"/pipeline/accounts/{won.account_id}/"
    assert "Nothing has been ordered yet" in page(client, address)
    order = place_order(deal=won, by=cast.rita, at=at)
    text = page(client, address)
    assert f'href="/pipeline/orders/{order.pk}/#repeat-title"' in text
    assert "262 EUR" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_order_is_repeated_three_ways(won, cast, rotor, client, at):
    order = place_order(deal=won, by=cast.rita, at=at)
    client.force_login(cast.rita)
    address = f"/pipeline/orders/{order.pk}/"
    text = page(client, address)
    assert 'value="87.49125"' in text
    lines = {
        "way": "lines",
        "lines-TOTAL_FORMS": 2,
        "lines-INITIAL_FORMS": 0,
        "lines-0-product": rotor.pk,
        "lines-0-quantity": "4",
        "lines-0-price": "87.49125",
        "lines-1-product": "",
    }
    for sent, amount, count in (
        ({"way": "same"}, "262.47", 1),
        (lines, "349.96", 1),  # 4 x 87.49125 = 349.965, half to even
        ({"way": "amount", "amount": "1,250.50"}, "1250.50", 0),
    ):
        answer = client.post(f"{address}repeat/", sent)
        again = Order.objects.latest("pk")
        assert (answer.status_code, answer["Location"]) == (302, f"/pipeline/orders/{again.pk}/")
        assert (again.repeat_of, again.owner, again.amount) == (order, cast.rita, Decimal(amount))
        assert again.lines.count() == count
    assert f'href="/pipeline/orders/{again.pk}/"' in page(client, address)


def test_a_form_that_is_not_right_comes_back_opened(won, cast, rotor, client, at):
    order = place_order(deal=won, by=cast.rita, at=at)
    client.force_login(cast.rita)
    before = all_rows()
    bad_lines = {"way": "lines", "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-product": rotor.pk}
    cases = [
        ({"way": "amount", "amount": ""}, "Say what was ordered for"),
        ({"way": "amount", "amount": "-1"}, "is 0 or more; correct it."),
        (bad_lines | {"lines-0-quantity": "-1"}, "A line needs a quantity above 0"),
        (bad_lines | {"lines-0-product": ""}, "An order has lines or an amount"),
        (bad_lines | {"lines-TOTAL_FORMS": 2, "lines-1-quantity": "3"}, "Choose the product, or clear the row."),
        (bad_lines | {"lines-0-quantity": "9" * 9, "lines-0-price": "9" * 14}, "an amount has up to 15 digits"),
        ({"way": "elsewhere"}, "Choose one of the ways below"),
    ]
    for sent, words in cases:
        answer = client.post(f"/pipeline/orders/{order.pk}/repeat/", sent)
        assert (answer.status_code, all_rows()) == (422, before)
        assert words in answer.content.decode(), words


def test_pages_take_at_most_twelve_queries(process, cast, client, at, django_assert_max_num_queries):
    for number in range(3):
        make_order(make_deal(cast.rita, f"Deal {number}"), at=at + timedelta(hours=number))
    order = Order.objects.first()
    client.force_login(cast.rita)
    for address in (
        f"/pipeline/orders/{order.pk}/",
        f"/pipeline/deals/{order.deal_id}/",
        f"/pipeline/accounts/{order.account_id}/",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_an_account_says_when_it_orders_again_from_three_intervals_on(process, cast, client, at):
    order = make_order(make_deal(cast.rita, "Alba"), at=at)
    client.force_login(cast.rita)
    address = f"/pipeline/accounts/{order.account_id}/"
    assert "Too few orders to say when it orders again" in page(client, address)
    for days in (10, 30, 70):
        order = repeat_order(order=order, by=cast.rita, at=at + timedelta(days=days))
    text = page(client, address)
    # 2 March 2026 and 12 March, 1 April, 11 May: 20 days after the last, between 12 and 36
    for day in ("2026-05-31", "2026-05-23", "2026-06-16"):
        assert day in text
    assert "n = 3 intervals, a small sample" in text
