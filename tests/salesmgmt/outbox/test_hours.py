"""When a mail may leave: worked cases, and the rule itself over any zone and hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesmgmt.outbox.hours import Hours

WORKDAYS = frozenset({1, 2, 3, 4, 5})
BERLIN = Hours("Europe/Berlin", time(20), time(7), WORKDAYS)


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (utc(2, 9), utc(2, 9)),  # Monday, 10:00 in Berlin
        (utc(2, 19), utc(3, 6)),  # 20:00: quiet begins
        (utc(3, 5, 59), utc(3, 6)),  # 06:59
        (utc(3, 6), utc(3, 6)),  # 07:00
        (utc(6, 20), utc(9, 6)),  # Friday evening to Monday
        (utc(7, 12), utc(9, 6)),  # Saturday noon
        (utc(27, 20), utc(30, 5)),  # over the night in which clocks go forward
    ],
)
def test_a_mail_waits_for_the_end_of_quiet_hours(now, leaves):
    assert BERLIN.next_mail(now) == leaves


def test_quiet_hours_within_a_day_and_none_at_all():
    siesta = Hours("Europe/Athens", time(13), time(16))
    assert siesta.next_mail(utc(2, 11, 30)) == utc(2, 14)
    assert siesta.next_mail(utc(2, 23)) == utc(2, 23)
    assert Hours("UTC", time(0), time(0)).next_mail(utc(7, 3)) == utc(7, 3)


def test_a_day_off_ends_at_midnight_where_nights_are_not_quiet():
    assert Hours("UTC", time(0), time(0), WORKDAYS).next_mail(utc(7, 12)) == utc(9, 0)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [(utc(2, 6), utc(2, 7)), (utc(2, 7), utc(3, 7)), (utc(6, 12), utc(9, 7)), (utc(28, 12), utc(30, 6))],
)
def test_the_daily_mail_is_the_next_one(now, leaves):
    assert BERLIN.next_digest(now) == leaves


minutes = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    now=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC)),
    zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/Phoenix", "Pacific/Apia"]),
    quiet_from=minutes,
    quiet_to=minutes,
    weekdays=st.sets(st.integers(1, 7), min_size=1),
)
def test_a_mail_leaves_soon_on_a_day_and_never_in_a_quiet_hour(now, zone, quiet_from, quiet_to, weekdays):
    leaves = Hours(zone, quiet_from, quiet_to, weekdays).next_mail(now)
    local = leaves.astimezone(ZoneInfo(zone))
    assert now <= leaves <= now + timedelta(days=8)
    assert local.isoweekday() in weekdays
    at = local.time()
    quiet = quiet_from <= at < quiet_to if quiet_from <= quiet_to else at >= quiet_from or at < quiet_to
    assert not quiet
