"""When a mail may leave: pure arithmetic over a person's zone, quiet hours and days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet from `quiet_from` up to and without `quiet_to` (over midnight where that is earlier; none where they are
    the same), mails on `weekdays` only, the daily one at `digest_time`."""

    zone: str
    quiet_from: time
    quiet_to: time
    weekdays: Collection[int] = EVERY_DAY
    digest_time: time = time(8)

    def next_mail(self, now: datetime) -> datetime:
        """The first instant from `now` on (UTC) at which a mail may leave."""
        zone = ZoneInfo(self.zone)
        local = now.astimezone(zone)
        if local.isoweekday() in self.weekdays and not self._is_quiet(local.time()):
            return now
        day = local.date()
        for _ in range(9):  # within a week and its edges there is a day on which mails are taken
            for begins in self._begins(day, zone):
                if begins > now:
                    return begins
            day += A_DAY
        raise ValueError("Mails are taken on no weekday.")

    def next_digest(self, now: datetime) -> datetime:
        """The first daily mail after `now` (UTC); a time within the quiet hours is taken as it is."""
        zone = ZoneInfo(self.zone)
        day = now.astimezone(zone).date()
        while True:
            due = _instant(day, self.digest_time, zone)
            if due > now and day.isoweekday() in self.weekdays:
                return due
            day += A_DAY

    def _is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to

    def _begins(self, day: date, zone: ZoneInfo) -> list[datetime]:
        """The instants of a day at which mails begin to be taken: its first one, and the end of the quiet hours."""
        if day.isoweekday() not in self.weekdays:
            return []
        moments = sorted({time.min, self.quiet_to})
        return [_instant(day, moment, zone) for moment in moments if not self._is_quiet(moment)]


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time as an instant; one that a change of clocks skips is as much later as the clocks moved."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
