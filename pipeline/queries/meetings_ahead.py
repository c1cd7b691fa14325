"""Meetings that lie ahead, or whose time has passed and of which nobody said how they went."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, DateTimeField, Func, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from pipeline.choices import ActivityKind
from pipeline.models import Deal, PlannedMeeting
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company
from salesmgmt.people.rules import sells
from salesmgmt.people.standing import standing_of
from salesmgmt.web.agenda import LATE, TODAY, Act, Found, WorkItem
from salesmgmt.web.components.days import short_day


class _Midnight(Func):
    """The instant at which a day begins in the company."""

    template = "((%(expressions)s)::timestamp AT TIME ZONE (SELECT zone FROM people_company))"
    output_field = DateTimeField()


def planned_of() -> ArraySubquery:
    """To annotate deals with: what `meetings_of` reads, along with the deal itself."""
    ahead = PlannedMeeting.objects.ahead().filter(deal=OuterRef("pk")).order_by("starts_at", "pk")
    said = {name: name for name in ("pk", "kind", "starts_at", "minutes", "about")}
    return ArraySubquery(
        ahead.values(json=JSONObject(**said, user="user_id", who="user__name", contact="contact__name"))
    )


def meetings_of(deal: Any, *, now: datetime) -> list[dict[str, Any]]:
    """Of a deal that was read with `planned_of` as `planned`. No query."""
    meetings = []
    for each in deal.planned:
        starts_at = parse_datetime(each["starts_at"])
        assert starts_at is not None
        words = ActivityKind(each["kind"]).label + (f" with {each['contact']}" if each["contact"] else "")
        meetings.append({**each, "starts_at": starts_at, "has_begun": starts_at <= now, "words": words})
    return meetings


def plans_meetings(user: User) -> bool:
    """Whether one has a meeting ahead, or one to say how it went, without a query."""
    return bool(sells(user) and standing_of(user).get("pipeline.plans_meetings"))


def meetings_today(user: User, as_of: date, limit: int) -> Found:
    """One's own meetings of the day, and earlier ones of which nobody said how they went: those first."""
    rows = _found(user, as_of, limit)
    address = f"{reverse('pipeline:deals')}?state=OPEN&owner={user.pk}"
    return Found([_item(each, as_of) for each in rows], rows[0].found if rows else 0, address)


@found_alike
def _found(user: User, as_of: date, limit: int) -> QuerySet[PlannedMeeting]:
    end = _Midnight(Value(as_of + timedelta(days=1), DateField()))
    return (
        PlannedMeeting.objects.visible_to(user)
        .ahead()
        .filter(user=user, starts_at__lt=end)
        .annotate(found=Window(Count("pk")), zone=Subquery(Company.objects.values("zone")[:1]))
        .select_related("deal", "contact")
        .order_by("starts_at", "pk")[:limit]
    )


def _item(meeting: Any, as_of: date) -> WorkItem:
    deal: Deal = meeting.deal
    page, panel = reverse("pipeline:deal", args=[deal.pk]), reverse("pipeline:panel", args=[deal.pk])
    day = day_of(meeting.starts_at, meeting.zone)
    is_late = day < as_of
    begins = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    when = f"At {begins:%H:%M}, {meeting.minutes} minutes."
    if is_late:
        when = f"It was planned for {short_day(day, as_of)}; was it held?"
    return WorkItem(
        key=f"meeting-{meeting.pk}",
        urgency=LATE if is_late else TODAY,
        icon="cal",
        what=f"{meeting} at {deal.name}",
        why=f"{meeting.about}. {when}" if meeting.about else when,
        due_date=day,
        url=page,
        panel_url=panel,
        acts=[Act("Say how it went" if is_late else "Open it", panel, how="panel", page=page)],
    )
