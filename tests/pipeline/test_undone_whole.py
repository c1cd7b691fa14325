"""A move, a win with its order, a loss and each act on many deals, taken back: every table is as it was, and so is
every column of the deals."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_product, set_list_price, set_unit_cost
from pipeline.domain.closing import win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.invoices import issue_invoice
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import pause_deal
from pipeline.domain.orders import place_order, repeat_order
from pipeline.domain.renewal_terms import set_renewal_term
from pipeline.domain.renewals import decline_renewal, open_renewal, set_term
from pipeline.models import Deal, Order
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.checksums import checksums
from tests.pipeline_rows import lost_for, make_deal, stage, won_for
from tests.refusals import assert_refused

HTMX = {"headers": {"HX-Request": "true"}}
HISTORY = {"pipeline_dealversion", "pipeline_stagestay"}
COUNTING = {"version"}
"""Columns of a deal that go up with each act, with its inverse too."""


def everything() -> tuple[dict, list[dict]]:
    """Tables but for the log and history, of deals row by row."""
    found = {table: total for table, total in checksums().items() if table not in {*HISTORY, "pipeline_deal"}}
    deals = [
        {name: value for name, value in row.items() if name not in COUNTING}
        for row in Deal.objects.order_by("pk").values()
    ]
    return found, deals


@pytest.fixture
def deals(process, cast) -> list[Deal]:
    lost_for()
    return [make_deal(cast.rita, name, at=timezone.now()) for name in ("Alba", "Boreal")]


def test_a_move(deals, cast):
    before = everything()
    move_deal(deal=deals[0], to=stage("Prove"), by=cast.rita, at=timezone.now())
    assert everything() != before
    take_back(undo=Undo.objects.latest("pk"), by=cast.rita, at=timezone.now())
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("move", {"stage": "Prove"}),
        ("give", {"to": "nora"}),
        ("next-step", {"next_step": "Send the offer", "next_step_date": "2999-01-01"}),
        ("pause", {"until": "2999-01-01"}),
        ("close-date", {"close_date": "2999-01-01"}),
        ("forecast", {"forecast_category": "COMMIT"}),
        ("win", {"reason": "won"}),
        ("lose", {"reason": "lost"}),
    ],
)
def test_an_act_on_many(deals, cast, client, name, sent):
    sent = {
        key: {"nora": cast.nora.pk, "won": won_for().pk, "lost": lost_for().pk}.get(value, value)
        for key, value in sent.items()
    }
    client.force_login(cast.max)
    client.get("/pipeline/deals/")  # what a first visit keeps is no business of the act
    before = everything()
    client.post(f"/lists/deals/acts/{name}/", {"row": [deal.pk for deal in deals], **sent})
    assert everything() != before
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert everything() == before


@pytest.mark.parametrize(("act", "state"), [("win", "WON"), ("lose", "LOST")])
def test_one_deal_closed_on_its_page(deals, cast, client, act, state):
    """At another amount, out of a rest; by the toast, the page of what can be undone and the API it is one offer."""
    pause_deal(deal=deals[0], until=date(2999, 1, 1), by=cast.rita, at=timezone.now())
    client.force_login(cast.rita)
    client.get(f"/pipeline/deals/{deals[0].pk}/")
    before, entered = everything(), Deal.objects.get(pk=deals[0].pk).stage_entered_at
    reason = won_for() if act == "win" else lost_for()
    answer = client.post(
        f"/pipeline/deals/{deals[0].pk}/{act}/", {"version": 2, "reason": reason.pk, "amount": "70"}, **HTMX
    )
    assert Deal.objects.get(pk=deals[0].pk).state == state
    undo = Undo.objects.get(verb=f"pipeline.{act}")
    assert f"/undo/{undo.pk}/" in answer["HX-Trigger"]
    assert undo.undoable.title in client.get("/undo/").content.decode()
    assert client.post(f"/api/v1/undos/{undo.pk}/take-back/").json() == {"words": "Alba is back in Qualify"}
    assert everything() == before
    deal = Deal.objects.get(pk=deals[0].pk)
    assert (deal.stage_entered_at, deal.paused_until) == (entered, date(2999, 1, 1))
    told = client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    assert f"took the {'win' if act == 'win' else 'loss'} back" in told


@pytest.fixture
def yearly(deals, cast) -> Deal:
    """Alba with a line that is sold for a year."""
    product = add_product(name="Service year", series="", list_price=Decimal(50), by=cast.olga, at=timezone.now())
    set_renewal_term(product=product, months=12, notice_days=60, by=cast.olga, at=timezone.now())
    return set_lines(deal=deals[0], lines=[LineFacts(product)], by=cast.rita, at=timezone.now())


def win_and_order(deal: Deal, cast) -> Order:
    deal = win_deal(deal=deal, reason=won_for(), by=cast.rita, at=timezone.now())
    return place_order(deal=deal, by=cast.rita, at=timezone.now())


def test_a_win_takes_its_order_lines_and_renewal_along(yearly, cast):
    before = everything()
    order = win_and_order(yearly, cast)
    assert order.renewal.end_date
    take_back(undo=Undo.objects.get(verb="pipeline.win"), by=cast.rita, at=timezone.now())
    assert everything() == before
    assert list(Event.objects.order_by("-pk").values_list("kind", flat=True)[:2]) == [
        "deal.win_undone",
        "order.taken_back",
    ]


def test_an_order_alone_and_one_that_repeats_it(yearly, cast, client):
    first = win_and_order(yearly, cast)
    client.force_login(cast.rita)
    client.get(f"/pipeline/orders/{first.pk}/")
    before = everything()
    client.post(f"/pipeline/orders/{first.pk}/repeat/", {"way": "same"})
    again = Order.objects.exclude(pk=first.pk).get()
    undo = Undo.objects.latest("pk")
    assert f"/undo/{undo.pk}/" in client.get(f"/pipeline/orders/{again.pk}/").content.decode()
    here = f"http://testserver/pipeline/orders/{again.pk}/"
    answer = client.post(f"/undo/{undo.pk}/", headers={"HX-Request": "true", "Referer": here})
    assert answer["HX-Redirect"] == f"/pipeline/accounts/{first.account_id}/"
    assert everything() == before
    take_back(undo=Undo.objects.get(verb="pipeline.place_order", taken_back_at=None), by=cast.rita, at=timezone.now())
    assert (Order.objects.count(), Deal.objects.get(pk=yearly.pk).state) == (0, "WON")


def invoice(order, cast, now):
    said = {"number": "R1", "issued_date": timezone.localdate(), "due_date": timezone.localdate(), "amount": Decimal(5)}
    issue_invoice(order=order, **said, by=cast.finn, at=now)


SINCE = [
    (invoice, "was invoiced"),
    (lambda order, cast, now: open_renewal(renewal=order.renewal, by=cast.rita, at=now), "was renewed"),
    (
        lambda order, cast, now: decline_renewal(renewal=order.renewal, reason="ONE_OFF", by=cast.rita, at=now),
        "or its renewal declined",
    ),
    (
        lambda order, cast, now: set_term(order=order, start_date=now.date(), months=3, by=cast.rita, at=now),
        "was given another term",
    ),
    (lambda order, cast, now: cancel_order(order=order, reason="CUSTOMER", by=cast.rita, at=now), "was cancelled"),
    (lambda order, cast, now: repeat_order(order=order, by=cast.rita, at=now), "was repeated by Order"),
]


@pytest.mark.parametrize(("act", "says"), SINCE, ids=[says for _, says in SINCE])
def test_a_win_that_more_has_come_of_stays(yearly, cast, act, says):
    order = win_and_order(yearly, cast)
    act(order, cast, timezone.now())
    with assert_refused("order_used", says=says):
        take_back(undo=Undo.objects.get(verb="pipeline.win"), by=cast.rita, at=timezone.now())


def test_a_win_of_a_deal_that_somebody_changed_since_stays(yearly, cast):
    win_and_order(yearly, cast)
    edit_deal(deal=yearly, facts={"amount": Decimal(9)}, by=cast.max, at=timezone.now())
    with assert_refused("deal_changed"):
        take_back(undo=Undo.objects.get(verb="pipeline.win"), by=cast.rita, at=timezone.now())


def test_the_lines_of_a_deal_set_on_its_page(deals, cast, client):
    """At the price, the discount and the cost of then: also where all of them have changed since."""
    rotor, stator = (
        add_product(name=name, series="R", list_price=Decimal(100), by=cast.olga, at=timezone.now())
        for name in ("Rotor", "Stator")
    )
    set_unit_cost(product=rotor, unit_cost=Decimal("60.5"), by=cast.olga, at=timezone.now())
    lines = [LineFacts(rotor, Decimal("1.5"), Decimal("90.25"), Decimal("0.125")), LineFacts(stator)]
    set_lines(deal=deals[0], lines=lines, by=cast.rita, at=timezone.now())
    set_unit_cost(product=rotor, unit_cost=Decimal(70), by=cast.olga, at=timezone.now())
    set_list_price(product=rotor, list_price=Decimal(120), by=cast.olga, at=timezone.now())
    client.force_login(cast.rita)
    client.get(f"/pipeline/deals/{deals[0].pk}/")
    before = everything()
    typed = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-product": rotor.pk, "lines-0-quantity": "7"}
    answer = client.post(f"/pipeline/deals/{deals[0].pk}/lines/", {"version": 2, **typed}, **HTMX)
    assert Deal.objects.get(pk=deals[0].pk).amount == 840
    undo = Undo.objects.filter(verb="pipeline.set_lines").latest("pk")
    assert f"/undo/{undo.pk}/" in answer["HX-Trigger"]
    assert client.post(f"/api/v1/undos/{undo.pk}/take-back/").json() == {"words": "Alba has the lines that it had"}
    assert everything() == before
    assert Deal.objects.get(pk=deals[0].pk).amount == Decimal("218.45")


def test_the_first_lines_of_a_deal(deals, cast):
    """It has the amount again that somebody had guessed."""
    rotor = add_product(name="Rotor", series="R", list_price=Decimal(100), by=cast.olga, at=timezone.now())
    before = everything()
    set_lines(deal=deals[0], lines=[LineFacts(rotor)], by=cast.rita, at=timezone.now())
    take_back(undo=Undo.objects.latest("pk"), by=cast.rita, at=timezone.now())
    assert everything() == before


def test_lines_of_a_deal_that_somebody_changed_since_stay(deals, cast):
    rotor = add_product(name="Rotor", series="R", list_price=Decimal(100), by=cast.olga, at=timezone.now())
    set_lines(deal=deals[0], lines=[LineFacts(rotor)], by=cast.rita, at=timezone.now())
    undo = Undo.objects.latest("pk")
    edit_deal(deal=deals[0], facts={"close_date": date(2999, 1, 1)}, by=cast.max, at=timezone.now())
    with assert_refused("deal_changed"):
        take_back(undo=undo, by=cast.rita, at=timezone.now())
