"""Reminders: what is due is found again at every turn, so a turn that was missed or killed loses nothing."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from salesmgmt.outbox import registry
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import CATCH_UP, Reminder

log = logging.getLogger(__name__)


def remind(*, as_of: date, at: datetime) -> int:
    """Tell people what is due on or before a day and still open; returns how many notifications are new.

    A kind whose finder raises is logged and tried again at the next turn; the others go on.
    """
    new = 0
    for kind in registry.kinds():
        if kind.find is None:
            continue
        try:
            new += notify(kind=kind.code, reminders=_in_time(kind.find(as_of), as_of), at=at)
        except Exception:
            log.exception("Reminders of the kind %s were not found; the next turn tries again.", kind.code)
    return new


def _in_time(reminders: Iterable[Reminder], as_of: date) -> Iterator[Reminder]:
    return (each for each in reminders if as_of - CATCH_UP <= each.due_date <= as_of)
