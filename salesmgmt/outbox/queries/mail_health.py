"""Whether mails leave."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Min, Q, When

from salesmgmt.outbox import registry
from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.models import Notification

SHOWN = 20
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Trouble:
    """A mail that did not leave: to whom, of what kind, what the server said, and whether it is tried again."""

    person: str
    email: str
    kind: str
    problem: str
    attempts: int
    given_up: bool


@dataclass(frozen=True)
class MailHealth:
    waiting: int
    given_up: int
    oldest_at: datetime | None
    troubles: list[Trouble]
    at: datetime

    @property
    def is_late(self) -> bool:
        """Whether some mail that may leave has waited for longer than a working server would let it."""
        return self.oldest_at is not None and self.at - self.oldest_at > PATIENCE


def mail_health(*, at: datetime) -> MailHealth:
    waiting = Q(mail_state=MailState.WAITING)
    counts = Notification.objects.filter(mail_state__in=[MailState.WAITING, MailState.GIVEN_UP]).aggregate(
        waiting=Count("pk", filter=waiting),
        given_up=Count("pk", filter=Q(mail_state=MailState.GIVEN_UP)),
        oldest_at=Min(
            Case(When(mail_problem="", then="mail_due_at"), default="created_at"),
            filter=waiting & (Q(mail_due_at__lte=at) | ~Q(mail_problem="")),
        ),
    )
    stuck = Notification.objects.filter(mail_state__in=[MailState.WAITING, MailState.GIVEN_UP]).exclude(mail_problem="")
    rows = stuck.select_related("person").order_by("-created_at", "-id")[:SHOWN]
    return MailHealth(**counts, troubles=[_trouble(row) for row in rows], at=at)


def _trouble(row: Notification) -> Trouble:
    kind = registry.kind_of(row.kind)
    return Trouble(
        person=row.person.name,
        email=row.person.email,
        kind=kind.label if kind else row.kind,
        problem=row.mail_problem,
        attempts=row.mail_attempts,
        given_up=row.mail_state == MailState.GIVEN_UP,
    )
