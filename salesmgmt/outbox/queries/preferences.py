"""How one person is told of each kind of notice, and when their mails leave."""

from dataclasses import dataclass

from salesmgmt.accounts.models import User
from salesmgmt.outbox import registry
from salesmgmt.outbox.choices import Way
from salesmgmt.outbox.hours import Hours
from salesmgmt.outbox.models import NoticePreference
from salesmgmt.outbox.queries.hours import hours_of


@dataclass(frozen=True, slots=True)
class Preference:
    kind: registry.NoticeKind
    way: str


def preferences_of(person: User) -> list[Preference]:
    """Every kind there is, by its name."""
    chosen = dict(NoticePreference.objects.filter(person=person).values_list("kind", "way"))
    kinds = sorted(registry.kinds(), key=lambda kind: kind.label)
    return [Preference(kind, chosen.get(kind.code, Way.AT_ONCE)) for kind in kinds]


def mail_hours_of(person: User) -> Hours:
    return hours_of([person.pk])[person.pk]
