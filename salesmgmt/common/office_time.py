"""Minutes during which an office works: a deadline so many of them later, and how many passed between two instants."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = 9 * 60, 17 * 60
"""An office's hours on each of its working days, in minutes of its own clock."""
LONGEST_DAYS = 400
"""So far ahead a working day is looked for."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """Somebody's working time: the office's zone and weekdays (ISO numbers), and days on which they do not work."""

    zone: str
    weekdays: Collection[int]
    days_off: Collection[date] = field(default_factory=frozenset)

    def after(self, start: datetime, minutes: int) -> datetime:
        """The instant (UTC) at which `minutes` have been worked since `start`. Raises ValueError where nobody works
        within LONGEST_DAYS."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans(start, start + LONGEST_DAYS * _DAY):
            if opens + left <= closes:
                return opens + left
            left -= closes - opens
        raise ValueError(f"nobody works for {minutes} minutes within {LONGEST_DAYS} days of {start}")

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes worked from `start` to `end`."""
        worked = sum((closes - opens for opens, closes in self._spans(start, end)), timedelta())
        return worked // timedelta(minutes=1)

    def _spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What lies between of each working day, in UTC, so that a day on which clocks change keeps its length."""
        zone = ZoneInfo(self.zone)
        day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        while day <= last:
            if day.isoweekday() in self.weekdays and day not in self.days_off:
                opens = max(_at(day, OPENS, zone), start)
                closes = min(_at(day, CLOSES, zone), end)
                if opens < closes:
                    yield opens, closes
            day += _DAY


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone).astimezone(UTC)
