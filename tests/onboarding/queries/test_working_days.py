"""Due days: the worked table, and any calendar against a plain list of days."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onboarding.queries.working_days import WorkingWeek, week_of
from tests.cast import Cast
from tests.onboarding.rows import make_office

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def plain_due_date(week: WorkingWeek, start: date, working_day: int) -> date:
    """All days around the start as a list; those from the start on count 1, 2, ..., those before 0, -1, ..."""
    around = [start + timedelta(days=offset) for offset in range(-900, 900)]
    works = [day for day in around if day.isoweekday() in week.weekdays and day not in week.holidays]
    after = [day for day in works if day >= start]
    before = [day for day in reversed(works) if day < start]
    return after[working_day - 1] if working_day >= 1 else before[-working_day]


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
@given(
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    start=DAYS,
    working_day=st.integers(-30, 90),
    data=st.data(),
)
def test_due_date_is_that_of_the_plain_list(weekdays, start, working_day, data):
    near = st.integers(-60, 120).map(lambda offset: start + timedelta(days=offset))
    week = WorkingWeek(weekdays, data.draw(st.frozensets(near, max_size=25)))
    assert week.due_date(start, working_day) == plain_due_date(week, start, working_day)


@given(start=DAYS, working_day=st.integers(-30, 90))
def test_later_working_days_are_later_days(start, working_day):
    week = WorkingWeek(frozenset({1, 2, 3, 4, 5}))
    assert week.due_date(start, working_day) < week.due_date(start, working_day + 1)


def test_without_an_office_the_week_has_five_days() -> None:
    assert week_of(None).due_date(date(2026, 2, 28), 1) == date(2026, 3, 2)


@pytest.mark.django_db
def test_week_of_an_office_is_its_calendar_with_holidays(cast: Cast, django_assert_num_queries) -> None:
    office = make_office(cast.olga, holidays=(date(2026, 3, 2), date(2026, 3, 3)))
    with django_assert_num_queries(1):
        assert week_of(office).due_date(date(2026, 2, 28), 1) == date(2026, 3, 4)
