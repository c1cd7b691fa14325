"""Who waits for a person's answer, as Today shows it."""

from datetime import date

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from pipeline.models import HelpRequest
from salesmgmt.accounts.models import User
from salesmgmt.people.alike import found_alike
from salesmgmt.people.standing import standing_of
from salesmgmt.web.agenda import LATE, NEXT, TODAY, Act, Found, WorkItem


def is_asked(user: User) -> bool:
    """Whether somebody waits for their answer."""
    return bool(standing_of(user).get("pipeline.is_asked"))


def help_waiting(user: User, as_of: date, limit: int) -> Found:
    """What others asked one, the earliest due first; nothing of the deal but what was shared."""
    found = _found(user, as_of, limit)
    items = [_item(row, as_of) for row in found]
    return Found(items, found[0].found if found else 0, reverse("console:notifications"))


@found_alike
def _found(user: User, as_of: date, limit: int) -> QuerySet[HelpRequest]:
    rows = HelpRequest.objects.open().filter(helper=user).select_related("asked_by")
    return rows.annotate(found=Window(Count("pk"))).order_by("due_date", "pk")[:limit]


def _item(row: HelpRequest, as_of: date) -> WorkItem:
    page = reverse("pipeline:help", args=[row.pk])
    return WorkItem(
        key=f"help-{row.pk}",
        urgency=LATE if row.due_date < as_of else TODAY if row.due_date == as_of else NEXT,
        icon="chat",
        what=f"{row.asked_by} asks you for help",
        why=row.question,
        due_date=row.due_date,
        who=row.asked_by,
        acts=[Act("Answer", page)],
        url=page,
    )
