"""What apps declare to the outbox, each in its own `notices.py`: kinds of notice, what is due, how it is told.

    register_kind(NoticeKind("hiring.touch_due", "Touch due", find=touches_due, describe=describe_touches))

`find(as_of)` gives everything that is due on or before that day and still open: the reminders of a day on which no
worker ran are among those of the next one. It is asked again and again; who has been told is not its business.
What was due longer ago than `CATCH_UP` is not told any more, so a finder need not find it.
`describe(notifications)` says what each is about at the moment of reading: it leaves out what is gone and what that
person may no longer see (`outbox.telling.describe_rows` does both).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

CATCH_UP = timedelta(days=14)
"""How far back a reminder is made up for. What fell due earlier (in an imported history, say) stands on Today as late,
and a mail about it would help nobody."""

if TYPE_CHECKING:
    from salesmgmt.outbox.models import Notification


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whom to tell, about which row (`hiring.benchentry`, its number), and the day that it is due."""

    person_id: int
    subject_kind: str
    subject_id: int
    due_date: date


@dataclass(frozen=True, slots=True)
class Telling:
    """A notification in words: what, why it came, and the path of the page where it can be dealt with."""

    title: str
    body: str
    url: str


Find = Callable[[date], Iterable[Reminder]]
Describe = Callable[[Sequence["Notification"]], Mapping[int, Telling]]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: `code` is the app and the noun (`hiring.touch_due`), `label` its name in lists.

    Kinds without `find` are told by `outbox.domain.notifying.notify` when something happens.
    """

    code: str
    label: str
    describe: Describe
    find: Find | None = None
    icon: str = "bell"


_kinds: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> NoticeKind:
    """Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"{kind.code} is declared twice: a kind of notice has one declaration.")
    _kinds[kind.code] = kind
    return kind


def forget_kind(code: str) -> None:
    """Take a kind out again (tests register their own)."""
    del _kinds[code]


def kind_of(code: str) -> NoticeKind | None:
    """None for a kind that no app declares any more; its notifications stay."""
    return _kinds.get(code)


def kinds() -> list[NoticeKind]:
    return [_kinds[code] for code in sorted(_kinds)]
