"""Invoices on pages and over the API: issued on the order's, paid and refunded on their own, versions held."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from pipeline.domain.invoices import issue_invoice
from pipeline.models import Invoice, Order, Payment, Refund
from tests.pipeline_rows import make_deal, make_order
from tests.refusals import all_rows

HTMX = {"HTTP_HX_REQUEST": "true"}
DAY = "2026-03-02"


@pytest.fixture
def order(deal) -> Order:
    return make_order(deal)


@pytest.fixture
def invoice(order, cast, at) -> Invoice:
    """Due on 9 March 2026, which is long ago."""
    days = {"issued_date": at.date(), "due_date": at.date() + timedelta(days=7)}
    return issue_invoice(order=order, number="R-1", amount=Decimal(400), **days, by=cast.finn, at=at)


def page(client, address) -> str:
    return client.get(address).content.decode()


def test_an_order_is_invoiced_and_cancelled_on_its_page(order, cast, client):
    client.force_login(cast.finn)
    address = f"/pipeline/orders/{order.pk}/"
    assert "Nothing is invoiced yet; an invoice asks for all of it" in page(client, address)
    sent = {"number": "R-1", "amount": "1,000", "issued_date": DAY, "due_date": "2026-03-09", "version": 1}
    text = client.post(f"{address}invoice/", sent, **HTMX).content.decode()
    assert (Invoice.objects.get().amount, "All is invoiced" in text) == (1000, True)
    assert "issued invoice R-1 for 1,000.00 EUR, due 9 Mar" in text
    before = all_rows()
    refused = client.post(f"{address}cancel/", {"reason": "UNPAID", "version": 2}, **HTMX)
    assert (refused.status_code, all_rows()) == (422, before)
    assert "credit the invoice first" in refused.content.decode()
    stale = client.post(f"{address}invoice/", {**sent, "number": "R-2"}, **HTMX)
    assert (stale.status_code, all_rows()) == (409, before)


def test_an_invoice_is_paid_and_refunded_on_its_page(invoice, cast, client):
    client.force_login(cast.finn)
    address = f"/pipeline/invoices/{invoice.pk}/"
    assert "days overdue" in page(client, address)
    sent = {"amount": "400", "paid_date": DAY, "reference": "SEPA 7", "version": 1}
    paid = client.post(f"{address}pay/", sent, **HTMX)
    assert "Undo" in paid["HX-Trigger"] or "undo" in paid["HX-Trigger"]
    assert '<span class="chip good">paid</span>' in paid.content.decode()
    again = client.post(f"{address}pay/", {**sent, "amount": "1", "version": 2}, **HTMX)
    assert (again.status_code, Payment.objects.count()) == (422, 1)
    assert "0.00 EUR of Invoice R-1 is open" in again.content.decode()
    sent = {"payment": Payment.objects.get().pk, "amount": "400.01", "refunded_date": DAY, "version": 2}
    refused = client.post(f"{address}refund/", sent, **HTMX)
    assert (refused.status_code, Refund.objects.count()) == (422, 0)
    assert "400.00 EUR of this payment has not gone back yet" in refused.content.decode()
    assert client.post(f"{address}refund/", sent | {"amount": "100"}, **HTMX).status_code == 200
    assert Invoice.objects.get().open_amount == 100


def test_who_only_reads_is_offered_no_act(invoice, cast, client):
    client.force_login(cast.rita)
    text = page(client, f"/pipeline/invoices/{invoice.pk}/")
    assert "R-1" in text
    assert "Record the payment" not in text
    order = page(client, f"/pipeline/orders/{invoice.order_id}/")
    assert ("Issue the invoice" in order, "Cancel what is ticked" in order) == (False, True)


def test_the_list_knows_what_is_overdue(invoice, process, cast, client, at):
    other = make_order(make_deal(cast.sam, "Brio"))
    late = {"issued_date": at.date(), "due_date": date(2999, 1, 1)}
    issue_invoice(order=other, number="R-2", amount=Decimal(5), **late, by=cast.finn, at=at)
    client.force_login(cast.finn)

    def found(query: str) -> list[str]:
        text = page(client, f"/pipeline/invoices/?{query}")
        return [number for number in ("R-1", "R-2") if f">{number}</a>" in text]

    assert found("") == ["R-1", "R-2"]
    assert found("standing=overdue") == ["R-1"]
    assert found("standing=paid") == []
    assert found(f"standing=open&owner={cast.sam.pk}") == ["R-2"]


def test_money_over_the_api_needs_the_version_that_was_read(invoice, cast):
    api = APIClient()
    api.force_authenticate(cast.finn)
    address = f"/api/v1/pipeline/invoices/{invoice.pk}/"
    body = {"amount": "150.10", "paid_date": DAY}
    before = all_rows()
    assert api.post(f"{address}pay/", body, format="json").status_code == 428
    assert api.post(f"{address}pay/", body, format="json", headers={"If-Match": '"7"'}).status_code == 412
    assert all_rows() == before
    tag = api.get(address)["ETag"]
    paid = api.post(f"{address}pay/", body, format="json", headers={"If-Match": tag})
    said = paid.json()
    assert (said["open_amount"], said["received_amount"], paid["ETag"]) == ("249.9000", "150.1000", '"2"')
    assert said["payments"][0]["amount"] == "150.1000"
    order = f"/api/v1/pipeline/orders/{invoice.order_id}/"
    assert api.post(f"{order}cancel/", {"reason": "UNPAID"}, format="json").status_code == 428
    other = {"payment": said["payments"][0]["id"], "amount": "150.11", "refunded_date": DAY}
    refused = api.post(f"{address}refund/", other, format="json", headers={"If-Match": '"2"'})
    assert (refused.status_code, refused.json()["code"]) == (422, "above_the_payment")


def test_pages_take_at_most_twelve_queries(invoice, cast, client, django_assert_max_num_queries):
    for person in (cast.olga, cast.finn):
        client.force_login(person)
        for address in (f"/pipeline/orders/{invoice.order_id}/", f"/pipeline/invoices/{invoice.pk}/"):
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200
