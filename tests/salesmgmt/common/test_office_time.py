"""Office minutes: over nights, weekends, days off and the hour that clocks skip."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.common.office_time import OfficeTime

BERLIN = OfficeTime("Europe/Berlin", [1, 2, 3, 4, 5])
FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)  # 16:30 in Berlin


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-03-02T09:00", 60, "2026-03-02T10:00"),
        ("2026-03-06T15:30", 60, "2026-03-09T08:30"),  # Friday 16:30, half an hour left; Monday 9:30
        ("2026-03-07T12:00", 60, "2026-03-09T09:00"),  # on a Saturday
        ("2026-03-02T04:00", 30, "2026-03-02T08:30"),  # before the office opens
        ("2026-03-27T15:30", 60, "2026-03-30T07:30"),  # clocks went forward on the Sunday
        ("2026-03-02T15:00", 60, "2026-03-02T16:00"),  # at closing time is still in time
    ],
)
def test_a_deadline_counts_office_minutes_only(start, minutes, due):
    assert BERLIN.after(utc(start), minutes) == utc(due)
    assert BERLIN.minutes_between(utc(start), utc(due)) == minutes


def test_days_off_are_not_worked():
    away = OfficeTime("Europe/Berlin", [1, 2, 3, 4, 5], {date(2026, 3, 9), date(2026, 3, 10)})
    assert away.after(FRIDAY, 60) == utc("2026-03-11T08:30")
    with pytest.raises(ValueError, match="nobody works"):
        OfficeTime("Europe/Berlin", []).after(FRIDAY, 1)


@given(st.integers(0, 20_000), st.integers(1, 5_000), st.sampled_from(["Europe/Berlin", "America/New_York", "UTC"]))
def test_what_is_due_after_some_minutes_is_so_many_away(offset, minutes, zone):
    office, start = OfficeTime(zone, [1, 2, 3, 4, 5]), FRIDAY + timedelta(minutes=offset)
    assert office.minutes_between(start, office.after(start, minutes)) == minutes
