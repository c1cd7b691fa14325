"""What can be taken back: each app names its inverse verbs in its `undo.py`, with the window in which they hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused


@dataclass(frozen=True, slots=True)
class Back:
    """What an inverse has done: the words for the toast, events for the page that shows the rows, and for pages that
    are no more those to see in their place, by path."""

    words: str
    tells: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)


class Inverse(Protocol):
    """Takes one act back in the caller's transaction.

    `params` are what the act left: ids, versions and, where an act wrote over something, what was there before. It
    raises Refused (a Conflict where a version has moved on), and then nothing has changed.
    """

    def __call__(self, *, params: Mapping[str, Any], by: User, at: datetime) -> Back: ...


@dataclass(frozen=True, slots=True)
class Undoable:
    """A verb with an inverse: for how long it may be taken back and, beside who did it, who else may (a permission)."""

    verb: str
    title: str
    window: timedelta
    take_back: Inverse
    permission: str = ""

    @property
    def window_words(self) -> str:
        minutes = int(self.window.total_seconds()) // 60
        for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
            if minutes >= size and minutes % size == 0:
                number = minutes // size
                return f"{number} {unit}{'' if number == 1 else 's'}"
        return f"{minutes} minutes"


def seen(rows: QuerySet[Any], pk: int) -> Any:
    """The row that an inverse is about, out of those the person may see. Raises Refused when it is not among them."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Refused("What this was done to is no longer yours to change; ask its owner.", code="out_of_sight")
    return row


_undoables: dict[str, Undoable] = {}


def undoable(verb: str, *, title: str, window: timedelta, permission: str = "") -> Callable[[Inverse], Inverse]:
    """Declares the inverse of a verb. Raises ValueError for a verb that has one."""

    def declare(take_back: Inverse) -> Inverse:
        if verb in _undoables:
            raise ValueError(f"{verb} has an inverse already: a verb has one.")
        _undoables[verb] = Undoable(verb, title, window, take_back, permission)
        return take_back

    return declare


def undoable_of(verb: str) -> Undoable:
    return _undoables[verb]


def undoables() -> list[Undoable]:
    return sorted(_undoables.values(), key=lambda each: each.verb)
