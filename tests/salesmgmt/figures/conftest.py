"""Deals to count, and the toy figures registered for the time of a test."""

from datetime import date, datetime, timedelta

import pytest

from pipeline.domain.closing import lose_deal, win_deal
from salesmgmt.figures import registry
from tests.cast import AT
from tests.pipeline_rows import lost_for, make_deal, make_process, won_for
from tests.salesmgmt.figures.toy import TOYS


@pytest.fixture(autouse=True)
def toys():
    for figure in TOYS:
        registry.register(figure)
    yield TOYS
    for figure in TOYS:
        registry.unregister(figure.name)


@pytest.fixture
def deals(cast):
    """Rita: won 100.50 and 200.00, lost 50, open 10.01 and without amount; Sam: won 1000, open 5."""
    make_process()
    open_until = date(2026, 4, 10)

    def closed(owner, name, amount, act, reason, at: datetime = AT):
        deal = make_deal(owner, name, amount=amount, close_date=open_until)
        act(deal=deal, reason=reason, by=owner, at=at)

    closed(cast.rita, "Alba", "100.50", win_deal, won_for())
    closed(cast.rita, "Brio", "200", win_deal, won_for())
    closed(cast.rita, "Coda", "50", lose_deal, lost_for())
    make_deal(cast.rita, "Dune", amount="10.01", close_date=open_until)
    make_deal(cast.rita, "Echo", amount=None, account=None)
    closed(cast.sam, "Fuga", "1000", win_deal, won_for())
    make_deal(cast.sam, "Giga", amount="5", close_date=open_until)


@pytest.fixture
def followed(cast):
    """Rita's deals close after 10, 20 and 40 days, a fourth is open; Sam's only deal is open."""
    make_process()
    for name, days, act, reason in (
        ("Alba", 10, win_deal, won_for()),
        ("Brio", 20, lose_deal, lost_for()),
        ("Coda", 40, win_deal, won_for()),
    ):
        act(deal=make_deal(cast.rita, name), reason=reason, by=cast.rita, at=AT + timedelta(days=days))
    make_deal(cast.rita, "Dune")
    make_deal(cast.sam, "Echo", at=AT + timedelta(days=70))
