"""When interviewers are free together: weekly windows in each one's zone, less days off and what they sit in already.

Everything is half-open: whoever is busy until 10:00 can begin at 10:00. A window of a weekday is read on the clock of
the person's zone; where a change of clocks skips or repeats its edge, the narrower reading counts, so that whatever is
found lies inside the window on every clock.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
WHOLE_DAY = 24 * 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """From one minute of the day up to and without another (1440 is midnight), on an ISO weekday (1 is Monday)."""

    weekday: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From an instant up to and without another, both UTC."""

    start: datetime
    end: datetime

    def wider(self, by: timedelta) -> "Span":
        return Span(self.start - by, self.end + by)


@dataclass(frozen=True, slots=True)
class Member:
    """One interviewer: `busy` is what they sit in, and each counts on the day and in the ISO week that it starts in;
    None is no limit."""

    key: int
    zone: str
    windows: Sequence[Window]
    days_off: Collection[date] = frozenset()
    busy: Sequence[Span] = ()
    per_day: int | None = None
    per_week: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How long the interview lasts, how far it stays from others, from when to when it may be, and on which grid."""

    minutes: int
    since: datetime
    until: datetime
    buffer_minutes: int = 0
    step_minutes: int = 30

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Slot:
    """When an interview could be, and who could sit in it then."""

    start: datetime
    end: datetime
    members: tuple[int, ...] = field(compare=False)


def slots(members: Sequence[Member], wanted: Wanted, *, needed: int) -> list[Slot]:
    """The starts on the grid at which at least `needed` of the members are free: all of a panel, one of a pool."""
    free: dict[datetime, list[int]] = {}
    for member in members:
        for start in _starts(member, wanted):
            free.setdefault(start, []).append(member.key)
    return [
        Slot(start, start + wanted.length, tuple(keys)) for start, keys in sorted(free.items()) if len(keys) >= needed
    ]


def _starts(member: Member, wanted: Wanted) -> Iterator[datetime]:
    """Those of one member, under their limits."""
    zone = ZoneInfo(member.zone)
    days, weeks = _counted(member, zone)
    for span in _less(_open(member, zone, wanted), _kept(member, wanted)):
        start = _on_grid(span.start, wanted.step_minutes)
        while start + wanted.length <= span.end:
            day = start.astimezone(zone).date()
            if not (_is_full(days[day], member.per_day) or _is_full(weeks[_week(day)], member.per_week)):
                yield start
            start += wanted.step_minutes * A_MINUTE


def _open(member: Member, zone: ZoneInfo, wanted: Wanted) -> list[Span]:
    """The member's windows as instants, within what is wanted; those that touch are one."""
    day, last = wanted.since.astimezone(zone).date(), wanted.until.astimezone(zone).date()
    found = []
    while day <= last:
        if day not in member.days_off:
            for window in member.windows:
                if window.weekday == day.isoweekday():
                    start = max(_instant(day, window.from_minute, zone, later=True), wanted.since)
                    end = min(_instant(day, window.to_minute, zone, later=False), wanted.until)
                    found.append(Span(start, end))
        day += A_DAY
    return _joined(span for span in found if span.start < span.end)


def _instant(day: date, minute: int, zone: ZoneInfo, *, later: bool) -> datetime:
    """A minute of a day as an instant: the later or the earlier reading where the clock leaves two."""
    wall = datetime.combine(day, time.min) + minute * A_MINUTE
    readings = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(readings) if later else min(readings)


def _kept(member: Member, wanted: Wanted) -> list[Span]:
    """What a member is busy with, and the time around it."""
    return _joined(span.wider(wanted.buffer_minutes * A_MINUTE) for span in member.busy)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _less(spans: Iterable[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """What is left of the spans; both are sorted and apart."""
    for span in spans:
        start = span.start
        for each in taken:
            if each.end <= start or each.start >= span.end:
                continue
            if start < each.start:
                yield Span(start, each.start)
            start = each.end
        if start < span.end:
            yield Span(start, span.end)


def _counted(member: Member, zone: ZoneInfo) -> tuple[Counter[date], Counter[tuple[int, int]]]:
    starts = [span.start.astimezone(zone).date() for span in member.busy]
    return Counter(starts), Counter(_week(day) for day in starts)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _is_full(count: int, limit: int | None) -> bool:
    return limit is not None and count >= limit


def _on_grid(instant: datetime, step_minutes: int) -> datetime:
    """The first instant from this one on that is a whole number of steps after midnight UTC."""
    step = step_minutes * A_MINUTE
    return EPOCH - (-(instant - EPOCH) // step) * step
