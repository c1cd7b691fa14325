"""What journeys of others ask of a person: their items, new hire by new hire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from onboarding.queries.sections import Sections, sections_of
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of
from salesmgmt.people.models import Company

REMEMBERED = timedelta(days=7)


@dataclass(frozen=True)
class Hire:
    """A new hire with what the person does for them."""

    journey: Journey
    sections: Sections

    @property
    def urgency(self) -> tuple[date, str]:
        """Who waits longest comes first."""
        waiting = [item.due_date for item in _undone(self.sections)]
        return (min(waiting) if waiting else date.max, self.journey.user.name)


def assigned_by_hire(user: User, *, company: Company, at: datetime) -> Sequence[Hire]:
    """Undone items of open journeys, and what was done in the last days; not of one's own journey."""
    undone = Q(done_at__isnull=True, journey__state=JourneyState.OPEN)
    items = (
        JourneyItem.objects.filter(undone | Q(done_at__gte=at - REMEMBERED), assignee=user)
        .exclude(journey__user=user)
        .select_related("plan_item", "assignee", "done_by", "journey__user", "journey__office", "journey__role_profile")
    )
    by_journey: dict[int, list[JourneyItem]] = {}
    for item in items:
        by_journey.setdefault(item.journey_id, []).append(item)
    return sorted((_hire(items, company, at) for items in by_journey.values()), key=lambda hire: hire.urgency)


def _hire(items: Sequence[JourneyItem], company: Company, at: datetime) -> Hire:
    journey = items[0].journey
    zone = journey.office.zone if journey.office else company.zone
    return Hire(journey, sections_of(items, today=day_of(at, zone), zone=zone))


def _undone(sections: Sections) -> list[JourneyItem]:
    return sections.to_do_now + sections.week + sections.later
