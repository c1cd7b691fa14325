"""The items of a day as a page shows them: late ones first, then today's, this week's, later ones, done ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from onboarding.models import JourneyItem
from salesmgmt.common.period import day_of

SUNDAY = 7


@dataclass
class Sections:
    """Items by how soon they are due on `today`; what was done today stays in sight at the end of today's."""

    today: date
    late: list[JourneyItem] = field(default_factory=list)
    due: list[JourneyItem] = field(default_factory=list)
    done_today: list[JourneyItem] = field(default_factory=list)
    week: list[JourneyItem] = field(default_factory=list)
    later: list[JourneyItem] = field(default_factory=list)
    done: list[JourneyItem] = field(default_factory=list)

    @property
    def to_do_now(self) -> list[JourneyItem]:
        """What is late or due today."""
        return self.late + self.due

    @property
    def minutes(self) -> int:
        """How long it takes, of what says so."""
        return sum(item.plan_item.minutes or 0 for item in self.to_do_now)

    @property
    def upcoming(self) -> JourneyItem | None:
        """The next one, when nothing is due today."""
        return next(iter(self.week + self.later), None)

    @property
    def open_count(self) -> int:
        return len(self.to_do_now) + len(self.week) + len(self.later)

    @property
    def first_pk(self) -> int | None:
        """The one to begin with."""
        return self.to_do_now[0].pk if self.to_do_now else None


def sections_of(items: Iterable[JourneyItem], *, today: date, zone: str) -> Sections:
    """`items` in the order of their due days; `today` and the days of doing are judged in `zone`."""
    found = Sections(today)
    sunday = today + timedelta(days=SUNDAY - today.isoweekday())
    for item in items:
        _place_of(item, found, sunday, zone).append(item)
    found.done.reverse()
    return found


def _place_of(item: JourneyItem, found: Sections, sunday: date, zone: str) -> list[JourneyItem]:
    if item.done_at is not None:
        return found.done_today if day_of(item.done_at, zone) == found.today else found.done
    if item.due_date < found.today:
        return found.late
    if item.due_date == found.today:
        return found.due
    return found.week if item.due_date <= sunday else found.later
