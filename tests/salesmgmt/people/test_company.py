"""The company's own facts and its exchange rates."""

from datetime import date
from decimal import Decimal

import pytest

from salesmgmt.events.models import Event
from salesmgmt.people.domain.company import edit_company, set_exchange_rate
from salesmgmt.people.models import Company, ExchangeRate
from tests.cast import AT
from tests.refusals import assert_breaks, assert_refused

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def edit(cast, **facts):
    wanted = {"name": "Kestrel Systems", "zone": "Europe/Berlin", "managers_see_pay": False} | facts
    return edit_company(**wanted, by=cast.olga, at=AT)


def set_rate(cast, **facts):
    wanted = {"currency": "USD", "valid_date": MAY, "rate": Decimal("0.92"), "source": " ECB "} | facts
    return set_exchange_rate(**wanted, by=cast.olga, at=AT)


def test_company_is_edited(cast):
    edit(cast, name=" Kestrel ", zone="Europe/Athens", managers_see_pay=True)
    company = Company.objects.current()
    assert (company.name, company.zone, company.managers_see_pay) == ("Kestrel", "Europe/Athens", True)
    event = Event.objects.of(company).last()
    assert (event.kind, event.payload) == ("company.edited", {"managers_see_pay": True})


def test_company_saved_as_it_was_leaves_no_event(cast):
    before = Event.objects.count()
    edit(cast)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [({"zone": "Mars/Olympus"}, "invalid", "zone"), ({"name": " "}, "name", "name")],
)
def test_company_with_facts_nobody_knows_is_refused(cast, facts, code, field):
    with assert_refused(code, field=field):
        edit(cast, **facts)


def test_rate_is_set_and_corrected(cast):
    set_rate(cast)
    row = set_rate(cast, rate=Decimal("0.93"))
    assert (ExchangeRate.objects.get(), row.rate, row.source) == (row, Decimal("0.93"), "ECB")
    event = Event.objects.of(row).last()
    assert event.kind == "exchange_rate.set"
    assert event.payload == {"currency": "USD", "valid_date": "2026-05-01", "rate": "0.93"}


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"currency": "EUR"}, "own_currency", "currency"),
        ({"currency": "usd"}, "invalid", "currency"),
        ({"rate": Decimal(0)}, "rate", "rate"),
        ({"rate": Decimal("-1")}, "rate", "rate"),
    ],
)
def test_rate_that_means_nothing_is_refused(cast, facts, code, field):
    with assert_refused(code, field=field):
        set_rate(cast, **facts)


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"rate": 0}, "an_exchange_rate_is_positive"),
        ({"currency": "usd"}, "rate_currency_is_iso"),
        ({"valid_date": MAY}, "one_rate_per_currency_and_day"),
    ],
)
def test_database_refuses_rates(cast, row, constraint):
    set_rate(cast)
    with assert_breaks(constraint):
        ExchangeRate.objects.create(**{"currency": "USD", "valid_date": JUNE, "rate": 1, "source": ""} | row)
    assert ExchangeRate.objects.count() == 1
