"""Periods, fiscal quarters and days in zones whose clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.common.period import Period, add_months, day_of, day_start, month_of, months_later, quarter_of, year_of

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
MONTHS = st.integers(min_value=1, max_value=12)
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"]
)


@given(DAYS, st.integers(min_value=1, max_value=2000))
def test_period_holds_its_days_and_not_its_end(start, length):
    period = Period(start, start + timedelta(days=length))
    assert period.days == length
    assert start in period
    assert period.last_day in period
    assert period.end not in period
    assert start - timedelta(days=1) not in period


@given(DAYS, st.integers(min_value=0, max_value=100))
def test_period_ends_after_it_starts(start, back):
    with pytest.raises(ValueError, match="the end comes later"):
        Period(start, start - timedelta(days=back))


@given(DAYS, MONTHS)
def test_quarter_and_year_hold_the_day_and_begin_in_step(day, first_month):
    quarter = quarter_of(day, fiscal_year_start=first_month)
    year = year_of(day, fiscal_year_start=first_month)
    assert day in quarter
    assert day in year
    assert year.start == date(year.start.year, first_month, 1)
    assert year.end == date(year.start.year + 1, first_month, 1)
    assert quarter.start in year
    assert quarter.last_day in year
    assert quarter.start in [add_months(year.start, months) for months in (0, 3, 6, 9)]


@given(DAYS, MONTHS)
def test_quarters_follow_each_other(day, first_month):
    quarter = quarter_of(day, fiscal_year_start=first_month)
    assert quarter_of(quarter.end, fiscal_year_start=first_month).start == quarter.end
    assert quarter_of(quarter.last_day, fiscal_year_start=first_month) == quarter


@given(DAYS)
def test_month_holds_its_days(day):
    month = month_of(day)
    assert day in month
    assert {month.start.day, month.end.day} == {1}
    assert 28 <= month.days <= 31


@given(DAYS.map(lambda day: day.replace(day=1)), st.integers(min_value=-600, max_value=600))
def test_months_are_counted(first, months):
    later = add_months(first, months)
    assert (later.year - first.year) * 12 + later.month - first.month == months
    assert later.day == 1


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 15), 2, date(2028, 2, 15)),
        (date(2026, 8, 31), 12, date(2027, 8, 31)),
    ],
)
def test_the_same_day_of_a_later_month_is_its_last_where_that_is_shorter(start, months, end):
    assert months_later(start, months) == end


@given(DAYS, ZONES)
def test_day_begins_with_its_first_instant(day, zone):
    start = day_start(day, zone)
    assert start.tzinfo is UTC
    assert day_of(start, zone) == day
    assert day_of(start - timedelta(microseconds=1), zone) == day - timedelta(days=1)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)), ZONES)
def test_instant_lies_in_its_day(instant, zone):
    day = day_of(instant, zone)
    assert day_start(day, zone) <= instant < day_start(day + timedelta(days=1), zone)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
        (date(2026, 11, 1), "America/New_York", 25),
        (date(2026, 3, 29), "Asia/Kolkata", 24),
    ],
)
def test_day_is_as_long_as_its_clocks_say(day, zone, hours):
    length = day_start(day + timedelta(days=1), zone) - day_start(day, zone)
    assert length == timedelta(hours=hours)


def test_day_without_midnight_begins_when_it_begins():
    """In Beirut the clocks went from 23:59 to 01:00 on 29 March 2026."""
    start = day_start(date(2026, 3, 29), "Asia/Beirut")
    assert day_of(start, "Asia/Beirut") == date(2026, 3, 29)
    assert start.astimezone(ZoneInfo("Asia/Beirut")).hour == 1
    assert day_of(start - timedelta(seconds=1), "Asia/Beirut") == date(2026, 3, 28)
