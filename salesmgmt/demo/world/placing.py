"""When the deals of a territory begin. A path keeps its length and its end; only its place in time yields to the ramp.

A new hire's first meeting and first won deal come on the very days that were drawn for them: two of the deals are put
there. Any other deal that would show a meeting or a win before that begins later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from salesmgmt.demo.world.days import number_of
from salesmgmt.demo.world.paths import Path
from salesmgmt.demo.world.territories import Territory

TRIES = 200
SETTLED_DAYS = 3
"""Working days before a new hire has a deal of their own."""


@dataclass(frozen=True, slots=True)
class Placed:
    path: Path
    start: int
    days: tuple[int, ...]
    first_meeting: bool = False

    @property
    def length(self) -> int:
        return sum(self.days)


def place_all(territory: Territory, count: int, draw: Callable[[], Path], rng: Random) -> Iterator[Placed]:
    """Up to `count` deals; fewer when the ramp leaves no room for them before the territory's last day."""
    if territory.meeting_day is None or territory.deal_day is None:
        span = territory.last - territory.first + 1
        for _ in range(count):
            path = draw()
            yield Placed(path, territory.first + int(rng.random() * span), path.days)
        return
    first = number_of(territory.person.start) + SETTLED_DAYS
    placed = list(_special(territory, first, draw))[:count]
    yield from placed
    for _ in range(count - len(placed)):
        path = draw()
        start = _not_before(path, first + int(rng.random() * max(territory.last - first + 1, 1)), territory)
        if start <= territory.last:
            yield Placed(path, start, path.days)


def _special(territory: Territory, first: int, draw: Callable[[], Path]) -> Iterator[Placed]:
    """The deals of the first meeting and of the first win, as far as their days have come."""
    assert territory.meeting_day is not None
    assert territory.deal_day is not None
    if territory.meeting_day <= territory.last:
        path = _first(draw, lambda path: len(path.days) > 1 and not path.won)
        before = min(path.days[0], max(territory.meeting_day - first, 1))
        days = (before, *path.days[1:])
        yield Placed(path, territory.meeting_day - before, days, first_meeting=True)
    if territory.deal_day <= territory.last:
        path = _first(draw, lambda path: path.won)
        days = _fitted(path.days, territory.deal_day - territory.meeting_day, territory.deal_day - first)
        yield Placed(path, territory.deal_day - sum(days), days)


def _not_before(path: Path, start: int, territory: Territory) -> int:
    assert territory.meeting_day is not None
    assert territory.deal_day is not None
    if len(path.days) > 1:
        start = max(start, territory.meeting_day - path.days[0] + 1)
    if path.won:
        start = max(start, territory.deal_day - path.length + 1)
    return start


def _fitted(days: tuple[int, ...], since_meeting: int, since_start: int) -> tuple[int, ...]:
    """Shortened so that everything after the first stage fits behind the first meeting, and all behind the start."""
    fitted = list(days)
    while sum(fitted[1:]) > since_meeting - 1:
        fitted[fitted.index(max(fitted[1:]), 1)] -= 1
    fitted[0] = max(min(fitted[0], since_start - sum(fitted[1:])), 1)
    return tuple(fitted)


def _first(draw: Callable[[], Path], fits: Callable[[Path], bool]) -> Path:
    for _ in range(TRIES):
        path = draw()
        if fits(path):
            return path
    raise ValueError(f"None of {TRIES} deals came to its end; the conversions are too low for a company to live on.")
