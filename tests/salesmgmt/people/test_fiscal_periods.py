"""Fiscal years that start in any month, and periods that never overlap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from salesmgmt.common.period import Period, add_months
from salesmgmt.events.models import Event
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.models import Company, FiscalPeriod
from tests.cast import AT
from tests.refusals import assert_breaks


@pytest.fixture
def company(db):
    return Company.objects.create(id=1, name="Kestrel", currency="EUR", zone="UTC")


def periods(kind):
    return [row.period for row in FiscalPeriod.objects.filter(kind=kind)]


@pytest.mark.parametrize("month", range(1, 13))
def test_year_is_cut_without_gaps(company, month):
    Company.objects.update(fiscal_year_start=month)
    made = open_fiscal_year(day=date(2026, 2, 28), by=None, at=AT)
    first = date(2026 if month <= 2 else 2025, month, 1)
    year = Period(first, add_months(first, 12))
    assert len(made) == 17
    assert periods("YEAR") == [year]
    for kind, number in (("QUARTER", 4), ("MONTH", 12)):
        parts = periods(kind)
        assert len(parts) == number
        assert (parts[0].start, parts[-1].end) == (year.start, year.end)
        assert all(left.end == right.start for left, right in pairwise(parts))


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, ("2026", "2026 Q1", "January 2026")),
        (4, ("2026", "2026 Q1", "April 2025")),
        (12, ("2026", "2026 Q1", "December 2025")),
    ],
)
def test_year_is_named_by_the_one_it_ends_in(company, month, names):
    Company.objects.update(fiscal_year_start=month)
    open_fiscal_year(day=date(2026, 2, 1), by=None, at=AT)
    first = [FiscalPeriod.objects.filter(kind=kind).first().name for kind in ("YEAR", "QUARTER", "MONTH")]
    assert tuple(first) == names


def test_year_opens_once(company):
    open_fiscal_year(day=date(2026, 1, 1), by=None, at=AT)
    assert open_fiscal_year(day=date(2026, 12, 31), by=None, at=AT) == []
    event = Event.objects.of(company).get()
    assert (event.kind, event.payload) == ("fiscal_year.opened", {"start_date": "2026-01-01", "periods": 17})


def test_years_that_follow_touch_and_do_not_overlap(company):
    for day in (date(2026, 1, 1), date(2027, 1, 1), date(2025, 6, 1)):
        open_fiscal_year(day=day, by=None, at=AT)
    assert [period.start.year for period in periods("YEAR")] == [2025, 2026, 2027]
    assert len(periods("QUARTER")) == 12


def test_period_that_stands_already_is_kept(company):
    kept = FiscalPeriod.objects.create(
        kind="QUARTER", start_date=date(2026, 1, 1), end_date=date(2026, 4, 1), name="Old first"
    )
    assert len(open_fiscal_year(day=date(2026, 5, 5), by=None, at=AT)) == 16
    assert FiscalPeriod.objects.filter(kind="QUARTER").first() == kept


@pytest.mark.parametrize("days", [-1, 0, 30, 89])
def test_periods_of_a_kind_do_not_overlap(company, days):
    open_fiscal_year(day=date(2026, 1, 1), by=None, at=AT)
    start = date(2026, 4, 1) + timedelta(days=days)
    with assert_breaks("fiscal_periods_of_a_kind_do_not_overlap"):
        FiscalPeriod.objects.create(kind="QUARTER", start_date=start, end_date=start + timedelta(days=2), name="Odd")
    assert len(periods("QUARTER")) == 4


@pytest.mark.parametrize(
    ("row", "constraint"),
    [({"end_date": date(2026, 1, 1)}, "a_fiscal_period_has_days"), ({"kind": "WEEK"}, "fiscal_period_kind_is_known")],
)
def test_database_refuses_periods(company, row, constraint):
    with assert_breaks(constraint):
        FiscalPeriod.objects.create(
            **{"kind": "YEAR", "start_date": date(2026, 1, 1), "end_date": date(2027, 1, 1), "name": "2026"} | row
        )
    assert not FiscalPeriod.objects.exists()
