"""The company's own facts and its exchange rates."""

from datetime import date
from decimal import Decimal

import pytest

from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.people.domain.company import edit_company, set_exchange_rate
from salesmgmt.people.models import Company, ExchangeRate
from salesmgmt.people.queries.rates import rate_on
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


def test_rate_of_a_day_is_the_last_one_before(cast):
    set_rate(cast)
    set_rate(cast, valid_date=JUNE, rate=Decimal("0.95"))
    days = [MAY, date(2026, 5, 31), JUNE, date(2030, 1, 1)]
    rates = [rate_on(currency="USD", day=day, company=cast.company) for day in days]
    assert rates == [Decimal("0.92"), Decimal("0.92"), Decimal("0.95"), Decimal("0.95")]


def test_own_currency_is_worth_itself(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rate_on(currency="EUR", day=MAY, company=cast.company) == 1


def test_currency_without_a_rate_says_where_to_enter_one(cast):
    set_rate(cast)
    with pytest.raises(Refused, match="no USD rate for 30 April 2026 or before; enter one under Settings") as caught:
        rate_on(currency="USD", day=date(2026, 4, 30), company=cast.company)
    assert caught.value.code == "no_exchange_rate"


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
