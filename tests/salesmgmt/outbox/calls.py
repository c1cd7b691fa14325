"""Calls to make: the subject of the tests' notices, kept in memory."""

from collections.abc import Iterator, Sequence
from datetime import date

from salesmgmt.accounts.models import User
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Reminder, Telling

KIND = "tests.call_due"
DAY = date(2026, 3, 2)


class Calls:
    """`due` puts one on the list. Nobody may be told any more about those whose numbers are `gone`; describing fails
    for the person in `broken_for`."""

    def __init__(self) -> None:
        self.reminders: list[Reminder] = []
        self.gone: set[int] = set()
        self.broken_for: User | None = None

    def due(self, person: User, *, subject: int = 1, day: date = DAY) -> Reminder:
        reminder = Reminder(person.pk, "tests.call", subject, day)
        self.reminders.append(reminder)
        return reminder

    def find(self, as_of: date) -> Iterator[Reminder]:
        return (each for each in self.reminders if each.due_date <= as_of)

    def describe(self, notifications: Sequence[Notification]) -> dict[int, Telling]:
        if any(each.person == self.broken_for for each in notifications):
            raise ZeroDivisionError
        return {
            each.pk: Telling(
                f"Call {each.subject_id} is due", f"You said you would call on {each.due_date:%d %B}.", "/today/"
            )
            for each in notifications
            if each.subject_id not in self.gone
        }
