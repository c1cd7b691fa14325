"""Amounts in another currency than the company's say theirs wherever they stand, and no sum takes them in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.cancellations import cancel_order
from pipeline.domain.invoices import issue_invoice
from pipeline.domain.payments import record_payment
from pipeline.models import Deal
from pipeline.queries.deal_work import deals_needing_somebody
from pipeline.queries.hand_over import plan_of
from tests.pipeline_rows import make_deal, make_order

LEFT_OUT = "1 in another currency</span>"
JPY = "\N{NO-BREAK SPACE}JPY"


def make_foreign(owner, name="Abroad", amount="70000", **facts) -> Deal:
    deal = make_deal(owner, name, amount=amount, **facts)
    Deal.objects.filter(pk=deal.pk).update(currency="JPY", list_amount=90_000)
    return Deal.objects.get(pk=deal.pk)


@pytest.fixture
def paid(process, cast, at):
    """An order of 1,000 in the company's currency and one of 70,000 in another, each invoiced and paid in part."""
    days = {"issued_date": at.date(), "due_date": at.date() + timedelta(days=7)}
    for number, deal in enumerate([make_deal(cast.rita, "Ours"), make_foreign(cast.rita)], 1):
        order = make_order(deal, at=at)
        amount = order.amount / 2
        invoice = issue_invoice(order=order, number=f"R-{number}", amount=amount, **days, by=cast.finn, at=at)
        record_payment(invoice=invoice, amount=amount / 2, paid_date=at.date(), by=cast.finn, at=at)


def test_cards_and_rows_say_a_foreign_currency_and_not_the_companys_own(process, cast, client):
    make_deal(cast.rita, "Ours")
    make_foreign(cast.rita)
    make_foreign(cast.rita, "Abroad, listed", None)
    client.force_login(cast.rita)
    for address in ("/pipeline/", "/pipeline/deals/"):
        page = client.get(address).content.decode()
        assert (f">70,000{JPY}<" in page, f"</span> 90,000{JPY}<" in page, ">1,000<" in page) == (True, True, True)
    account = Deal.objects.get(name="Abroad").account_id
    assert f">70,000{JPY}<" in client.get(f"/pipeline/accounts/{account}/").content.decode()


def test_what_is_ticked_adds_up_the_companys_currency_and_counts_the_others(process, cast, client):
    make_deal(cast.rita, "Ours")
    make_foreign(cast.rita)
    client.force_login(cast.rita)
    page = client.get("/pipeline/deals/").content.decode()
    assert (page.count('data-worth="1000.0000"'), page.count("data-worth="), page.count("data-other-currency")) == (
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    ("code", "path", "sums", "foreign"),
    [
        ("orders", "orders", ["1,000"], "70,000"),
        ("invoices", "invoices", ["500", "250"], "35,000"),
        ("payments", "payments", ["250", "0"], "17,500"),
    ],
)
def test_totals_leave_another_currency_out_and_say_so(paid, cast, client, code, path, sums, foreign):
    client.force_login(cast.rita)
    totals = client.get(f"/lists/{code}/totals/").content.decode()
    assert [f">{each}<" in totals for each in sums] == [True] * len(sums)
    assert ("2 " in totals, totals.count(LEFT_OUT)) == (True, 1)
    page = client.get(f"/pipeline/{path}/").content.decode()
    assert (f">{foreign}{JPY}<" in page, f">{sums[0]}<" in page) == (True, True)


def test_what_was_cancelled_in_another_currency_is_not_added_up(process, cast, client, at):
    for deal in (make_deal(cast.rita, "Ours"), make_foreign(cast.rita)):
        cancel_order(order=make_order(deal, at=at), reason="UNPAID", by=cast.finn, at=at)
    client.force_login(cast.rita)
    totals = client.get("/lists/cancellations/totals/").content.decode()
    assert (">1,000<" in totals, totals.count(LEFT_OUT)) == (True, 1)
    assert f">70,000{JPY}<" in client.get("/pipeline/cancellations/").content.decode()


def test_today_says_a_foreign_currency_and_puts_it_behind_the_companys_own(process, cast, client):
    make_foreign(cast.rita)
    make_deal(cast.rita, "Ours")
    ours, abroad = deals_needing_somebody(cast.rita, date(2026, 3, 5), 5).items
    assert (ours.url, ours.why.split(". ")[-1], abroad.why.split(". ")[-1]) == (
        f"/pipeline/deals/{Deal.objects.get(name='Ours').pk}/",
        "1,000 of your pipeline.",
        f"70,000{JPY} of your pipeline.",
    )


def test_a_book_is_spread_by_currency(process, cast):
    for name, amount in (("Ours", "5000"), ("Ours too", "3000")):
        make_deal(cast.rita, name, amount=amount)
    for name, amount in (("Abroad", "900"), ("Abroad too", "800")):
        make_foreign(cast.rita, name, amount)
    plan = plan_of(cast.rita, [cast.nora, cast.sam])
    assert [(row.deal.name, row.to.name) for row in plan.rows] == [
        ("Ours", "Nora Nye"),
        ("Ours too", "Sam Okafor"),
        ("Abroad", "Nora Nye"),
        ("Abroad too", "Sam Okafor"),
    ]
    assert plan.by_receiver == [(cast.nora, 2, Decimal(5000), 1), (cast.sam, 2, Decimal(3000), 1)]
