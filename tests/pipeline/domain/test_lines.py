from decimal import Decimal

import pytest

from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import lose_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.models import Deal, DealLine, DealVersion, Product
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import lost_for
from tests.refusals import assert_refused


@pytest.fixture
def rotor(process, olga, at) -> Product:
    return add_product(name="Rotor", series="R", list_price=Decimal("99.99"), by=olga, at=at)


def test_set_lines_prices_the_deal_and_rounds_once(deal, rotor, rita, at):
    lines = [
        LineFacts(rotor, quantity=Decimal(3), discount_rate=Decimal("0.125")),
        LineFacts(rotor, unit_price=Decimal("50.005")),
    ]
    set_lines(deal=deal, lines=lines, by=rita, at=at)
    deal = Deal.objects.get(pk=deal.pk)
    # 3 x 99.99 x 0.875 = 262.47375, and 50.005: 312.47875 is 312.48
    assert (deal.amount, deal.list_amount, deal.version) == (Decimal("312.48"), Decimal("399.96"), 2)
    rows = DealLine.objects.filter(deal=deal).values_list("position", "quantity", "unit_price", "discount_rate")
    assert list(rows) == [
        (1, Decimal(3), Decimal("99.99"), Decimal("0.125")),
        (2, Decimal(1), Decimal("50.005"), Decimal(0)),
    ]
    assert DealVersion.objects.current().get(deal=deal).list_amount == Decimal("399.96")
    assert last_event() == ("deal.lines_set", "pipeline.deal", deal.pk, rita.pk, {"lines": 2, "amount": "312.48"})


def test_set_lines_replaces_what_there_was(deal, rotor, rita, at):
    set_lines(deal=deal, lines=[LineFacts(rotor), LineFacts(rotor)], by=rita, at=at)
    set_lines(deal=deal, lines=[LineFacts(rotor, quantity=Decimal(2))], by=rita, at=at)
    assert DealLine.objects.get(deal=deal).quantity == 2


def test_set_lines_to_none_leaves_the_deal_without_amount(deal, rotor, rita, at):
    set_lines(deal=deal, lines=[LineFacts(rotor)], by=rita, at=at)
    set_lines(deal=deal, lines=[], by=rita, at=at)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.amount, deal.list_amount, DealLine.objects.filter(deal=deal).count()) == (None, 0, 0)


def test_set_lines_refusals_keep_the_lines(deal, rotor, cast, at):
    rita = cast.rita
    set_lines(deal=deal, lines=[LineFacts(rotor)], by=rita, at=at)
    bad = {
        "a_deal_line_has_a_quantity": LineFacts(rotor, quantity=Decimal(0)),
        "a_unit_price_is_not_negative": LineFacts(rotor, unit_price=Decimal(-1)),
        "a_discount_is_between_0_and_1": LineFacts(rotor, discount_rate=Decimal("1.5")),
    }
    bad["too_much"] = LineFacts(rotor, quantity=Decimal(10**8), unit_price=Decimal(10**8))
    for code, line in bad.items():
        with assert_refused(code, "lines"):
            set_lines(deal=deal, lines=[LineFacts(rotor), line], by=rita, at=at)
    dollars = Product.objects.create(name="Imported", list_price=1, currency="USD")
    with assert_refused("currency", "lines", says="priced in USD, the deal in EUR"):
        set_lines(deal=deal, lines=[LineFacts(dollars)], by=rita, at=at)
    with assert_refused("deal_changed"):
        set_lines(deal=deal, lines=[], by=rita, at=at, expected_version=1)
    with assert_refused("not_allowed"):
        set_lines(deal=deal, lines=[], by=cast.finn, at=at)


def test_set_lines_of_a_closed_deal_is_refused(deal, rotor, rita, at):
    lost = lose_deal(deal=deal, reason=lost_for(), by=rita, at=at)
    with assert_refused("closed"):
        set_lines(deal=lost, lines=[LineFacts(rotor)], by=rita, at=at)
