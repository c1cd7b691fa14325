"""What onboarding reminds people of: items that are due, and new hires who are about to start."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from onboarding.queries.starting import managers_at_start
from onboarding.queries.working_days import weeks_of
from salesmgmt.accounts.models import User
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import NoticeKind, Reminder, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows

ITEM, JOURNEY = "onboarding.journeyitem", "onboarding.journey"
AHEAD = timedelta(days=14)
"""No row of holidays and weekends before a start is longer."""


def items_due(as_of: date) -> Iterator[Reminder]:
    """To the assignee of each undone item of an open journey."""
    due = JourneyItem.objects.undone().filter(journey__state=JourneyState.OPEN, due_date__lte=as_of)
    for item, assignee, day in due.order_by("pk").values_list("pk", "assignee_id", "due_date").iterator():
        yield Reminder(assignee, ITEM, item, day)


def describe_items(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: (
            JourneyItem.objects.visible_to(person)
            .undone()
            .filter(journey__state=JourneyState.OPEN)
            .select_related("plan_item", "journey__user")
        ),
        tell=_item,
    )


def _item(item: JourneyItem, notification: Notification) -> Telling | None:
    """Nothing once it was handed to somebody else, or its day moved."""
    if item.assignee_id != notification.person_id or item.due_date != notification.due_date:
        return None
    own = item.journey.user_id == item.assignee_id
    whose = "your journey" if own else f"{item.journey.user.name}’s journey"
    return Telling(
        title=f"{item.plan_item.title}{'' if own else f', for {item.journey.user.name}'}",
        body=f"Due on {item.due_date:%A, %-d %B}, as a step of {whose}. {item.plan_item.why}".strip(),
        url=reverse("onboarding:item", args=[item.pk]),
    )


def starts_ahead(as_of: date) -> Iterator[Reminder]:
    """To the manager and the buddy, on the last working day before somebody starts."""
    journeys = list(
        Journey.objects.open()
        .filter(start_date__gte=as_of, start_date__lte=as_of + AHEAD)
        .select_related("office__calendar")
        .order_by("pk")
    )
    weeks = weeks_of({journey.office for journey in journeys})
    managers = managers_at_start(journeys)
    for journey in journeys:
        eve = weeks[journey.office_id].due_date(journey.start_date, 0)
        if eve <= as_of:
            for person in sorted({managers.get(journey.pk), journey.buddy_id} - {None}):
                yield Reminder(person, JOURNEY, journey.pk, eve)


def describe_starts(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_open_journeys_known_to, tell=_start)


def _open_journeys_known_to(person: User):
    """Those that a person may see or is the buddy of; a buddy is told who starts, and nothing else."""
    seen = Journey.objects.visible_to(person).values("pk")
    return Journey.objects.open().filter(Q(pk__in=seen) | Q(buddy=person)).select_related("user", "role_profile")


def _start(journey: Journey, notification: Notification) -> Telling | None:
    """Nothing of a start that was moved behind what was told."""
    if journey.start_date - notification.due_date > AHEAD or journey.start_date <= notification.due_date:
        return None
    if journey.buddy_id == notification.person_id:
        body, page = "You are the buddy.", reverse("onboarding:items")
    else:
        body, page = f"As {journey.role_profile}.", reverse("onboarding:journey", args=[journey.pk])
    return Telling(
        title=f"{journey.user.name} starts on {journey.start_date:%A, %-d %B}",
        body=f"{body} See that everything is ready for the first day.",
        url=page,
    )


register_kind(
    NoticeKind("onboarding.item_due", "Onboarding item due", find=items_due, describe=describe_items, icon="onboarding")
)
register_kind(
    NoticeKind("onboarding.starts", "New hire starts", find=starts_ahead, describe=describe_starts, icon="onboarding")
)
