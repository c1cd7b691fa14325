"""What somebody is to do in the pipeline and whom they met, as a calendar's file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from icalendar import Event

from pipeline.choices import COUNTED_BY, Measure, StageKind
from pipeline.models import Activity, Deal, PlannedMeeting, Task
from pipeline.queries.task_work import NAMED
from salesmgmt.accounts.models import User
from salesmgmt.outbox.mail import address_of
from salesmgmt.people.models import Company
from salesmgmt.web.calendar_files import calendar_file, day_event, timed_event

MET_SINCE = timedelta(days=90)
MOST = 500
HALF_AN_HOUR = 30


def work_calendar(user: User, *, at: datetime) -> bytes:
    """One's open tasks and the next steps of one's own open deals on their days, and one's own meetings, those planned
    and those held in a while; of what one may see, and without what anybody noted."""
    events = [*_next_steps(user, at), *_tasks(user, at), *_planned(user), *_meetings(user, at)]
    return calendar_file(events, what="Work")


def work_address(secret: str) -> str:
    return address_of(reverse("work:feed", args=[secret]))


def _next_steps(user: User, at: datetime) -> Iterator[Event]:
    deals = Deal.objects.visible_to(user).filter(owner=user, state=StageKind.OPEN, next_step_date__isnull=False)
    for deal in deals.order_by("next_step_date", "pk")[:MOST]:
        summary = f"{deal.next_step} ({deal.name})"
        yield _linked(day_event(f"next-step-{deal.pk}", summary, day=deal.next_step_date, at=at), deal.pk)


def _tasks(user: User, at: datetime) -> Iterator[Event]:
    zone = ZoneInfo(Company.objects.current().zone)
    tasks = Task.objects.open().to_do_by(user).select_related(*NAMED).order_by("due_date", "pk")
    for task in tasks[:MOST]:
        key, summary = f"task-{task.pk}", f"{task} ({task.subject})" if task.subject else str(task)
        if task.due_time is None:
            event = day_event(key, summary, day=task.due_date, at=at)
        else:
            start = datetime.combine(task.due_date, task.due_time, zone)
            event = timed_event(key, summary, start=start, end=start + timedelta(minutes=HALF_AN_HOUR), at=at)
        event.add("url", address_of(reverse("pipeline:task", args=[task.pk])))
        yield event


def _meetings(user: User, at: datetime) -> Iterator[Event]:
    held = Activity.objects.visible_to(user).filter(
        user=user, kind__in=COUNTED_BY[Measure.MEETINGS], happened_at__gte=at - MET_SINCE
    )
    for activity in held.select_related("deal", "contact").order_by("-happened_at")[:MOST]:
        whom = f" with {activity.contact.name}" if activity.contact else ""
        event = timed_event(
            f"activity-{activity.pk}",
            f"{activity.get_kind_display()}{whom} ({activity.deal.name})",
            start=activity.happened_at,
            end=activity.happened_at + timedelta(minutes=activity.minutes or HALF_AN_HOUR),
            at=at,
        )
        yield _linked(event, activity.deal_id)


def _planned(user: User) -> Iterator[Event]:
    ahead = PlannedMeeting.objects.visible_to(user).ahead().filter(user=user).select_related("deal", "contact")
    for meeting in ahead[:MOST]:
        event = timed_event(
            f"planned-{meeting.pk}",
            f"{meeting} ({meeting.deal.name})",
            start=meeting.starts_at,
            end=meeting.starts_at + timedelta(minutes=meeting.minutes),
            at=meeting.planned_at,
        )
        yield _linked(event, meeting.deal_id)


def _linked(event: Event, deal: int) -> Event:
    event.add("url", address_of(reverse("pipeline:deal", args=[deal])))
    return event
