"""What the pipeline reminds people of: next steps that are due, stalled deals, leads that nobody has answered."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import JSONObject, TruncDate
from django.urls import reverse

from pipeline.choices import ActionMoment, LeadState, ResponseStanding
from pipeline.models import Activity, Deal, DealAction, HandedDeal, HandOver, HelpRequest, Lead
from pipeline.queries.attention import LIMIT, stalled
from pipeline.queries.deals_as_of import DaysBetween
from pipeline.queries.health import Limit
from pipeline.queries.lead_response import STANDS
from pipeline.queries.stage_odds import with_counts
from pipeline.queries.task_work import describe_due, describe_given, tasks_to_remind_of
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, NoticeKind, Reminder, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows
from salesmgmt.people.models import Company
from salesmgmt.web.components.days import short_day

SUBJECT = "pipeline.deal"
LEAD = "pipeline.lead"
DAY = timedelta(days=1)


def next_steps_due(as_of: date) -> Iterator[Reminder]:
    """To the owner of each open deal that does not rest."""
    awake = Q(paused_until__isnull=True) | Q(paused_until__lte=as_of)
    due = Deal.objects.open().filter(awake, next_step_date__range=(as_of - CATCH_UP, as_of))
    for deal, owner, day in due.order_by("pk").values_list("pk", "owner_id", "next_step_date").iterator():
        yield Reminder(owner, SUBJECT, deal, day)


def describe_next_steps(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: Deal.objects.visible_to(person).open().select_related("stage"),
        tell=_next_step,
    )


def _next_step(deal: Deal, notification: Notification) -> Telling | None:
    """Nothing once the step was done, set anew or given to somebody else."""
    if deal.next_step_date != notification.due_date or deal.owner_id != notification.person_id:
        return None
    return Telling(
        title=f"{deal.name}: {deal.next_step}",
        body=(
            f"Your next step in {deal.stage.name}, due on {short_day(notification.due_date, notification.due_date)}. "
            "When it is done, say what comes next, so that the deal does not stand still."
        ),
        url=reverse("pipeline:deal", args=[deal.pk]),
    )


def deals_stalled(as_of: date) -> Iterator[Reminder]:
    """To the owner of each deal that is stalled since a few days; once for each stay in a stage, whatever becomes of
    the limit meanwhile: what a notice is kept by is the day on which the deal came in."""
    entered = TruncDate("stage_entered_at", tzinfo=ZoneInfo(Company.objects.current().zone))
    rows = stalled(Deal.objects.all(), as_of).annotate(entered=entered, stood=DaysBetween(Value(as_of), F("entered")))
    rows = rows.filter(stood__lte=LIMIT + CATCH_UP.days + 1)
    for deal, owner, day in rows.order_by("pk").values_list("pk", "owner_id", "entered").iterator():
        yield Reminder(owner, SUBJECT, deal, day)


def describe_stalled(notifications: Sequence[Notification]) -> dict[int, Telling]:
    zone = Company.objects.current().zone
    return describe_rows(
        notifications,
        rows=lambda person: with_counts(stalled(Deal.objects.visible_to(person))).select_related("stage"),
        tell=lambda deal, notification: _stalled(deal, notification, zone),
    )


def _stalled(deal: Any, notification: Notification, zone: str) -> Telling | None:
    """Nothing once it moved, rests or was given to somebody else."""
    if deal.owner_id != notification.person_id or day_of(deal.stage_entered_at, zone) != notification.due_date:
        return None
    limit = Limit.of(deal, deal.stage.normal_days)
    return Telling(
        title=f"{deal.name} is stalled in {deal.stage}",
        body=f"It stands there since {short_day(notification.due_date, notification.due_date)}. {limit.sentence} "
        "Move it on, say what comes next, or let it rest until a day.",
        url=reverse("pipeline:deal", args=[deal.pk]),
    )


def leads_unanswered(as_of: date) -> Iterator[Reminder]:
    """To the owner of each new lead that no target says more of, from the day after it came in."""
    company = Company.objects.current()
    came_in = TruncDate("created_at", tzinfo=ZoneInfo(company.zone))
    waiting = Lead.objects.filter(state=LeadState.NEW, due_at=None).annotate(day=came_in)
    due = waiting.filter(day__range=(as_of - DAY - CATCH_UP, as_of - DAY))
    for lead, owner, day in due.order_by("pk").values_list("pk", "owner_id", "day").iterator():
        yield Reminder(owner, LEAD, lead, day + DAY)


def describe_leads(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: Lead.objects.visible_to(person).filter(state=LeadState.NEW),
        tell=_unanswered,
    )


def _unanswered(lead: Lead, notification: Notification) -> Telling | None:
    """Nothing once it was answered or given to somebody else."""
    if lead.owner_id != notification.person_id:
        return None
    return Telling(
        title=f"{lead} waits for an answer",
        body="A new lead of yours that nobody has taken up yet. Take it up, accept it, or reject it and say why.",
        url=reverse("pipeline:lead", args=[lead.pk]),
    )


def leads_overdue(as_of: date) -> Iterator[Reminder]:
    """To the owner of each lead whose time to be answered is over, within minutes of it; told once for each time that
    it was promised."""
    zone = ZoneInfo(Company.objects.current().zone)
    overdue = Lead.objects.filter(STANDS[ResponseStanding.OVERDUE]).annotate(day=TruncDate("due_at", tzinfo=zone))
    due = overdue.filter(day__range=(as_of - CATCH_UP, as_of))
    for lead, owner, day in due.order_by("pk").values_list("pk", "owner_id", "day").iterator():
        yield Reminder(owner, LEAD, lead, day)


def describe_overdue(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: Lead.objects.visible_to(person).filter(answered_at=None, due_at__isnull=False),
        tell=_overdue,
    )


def _overdue(lead: Lead, notification: Notification) -> Telling | None:
    """Nothing once it was answered or given to somebody else."""
    if lead.owner_id != notification.person_id or lead.due_at is None:
        return None
    return Telling(
        title=f"{lead} was to be answered by now",
        body="The time to answer this lead of yours is over. Reach out and note it, accept it, or reject it and why.",
        url=reverse("pipeline:lead", args=[lead.pk]),
    )


def describe_stage_actions(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: DealAction.objects.visible_to(person).select_related("deal", "action__stage"),
        tell=_stage_action,
    )


def _stage_action(run: DealAction, notification: Notification) -> Telling:
    did = "entered" if run.action.moment == ActionMoment.ENTER else "left"
    return Telling(
        title=f"{run.deal.name} {did} {run.action.stage}",
        body=run.action.message,
        url=reverse("pipeline:deal", args=[run.deal_id]),
    )


def describe_help(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: HelpRequest.objects.visible_to(person).select_related("asked_by", "helper"),
        tell=_help,
    )


def _help(request: HelpRequest, notification: Notification) -> Telling | None:
    """To who was asked while it is open, to who asked when it is answered."""
    if notification.person_id == request.helper_id and request.is_open:
        return Telling(
            title=f"{request.asked_by} asks you for help",
            body=f"{request.question} Due on {short_day(request.due_date, notification.due_date)}.",
            url=reverse("pipeline:help", args=[request.pk]),
        )
    if notification.person_id == request.asked_by_id and request.answer:
        return Telling(
            title=f"{request.helper} has answered",
            body=request.question,
            url=reverse("pipeline:help-deal", args=[request.pk]),
        )
    return None


def describe_mentions(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: Activity.objects.visible_to(person).select_related("deal", "user"),
        tell=_mentioned,
    )


def _mentioned(activity: Activity, notification: Notification) -> Telling:
    return Telling(
        title=f"{activity.user} mentions you on {activity.deal.name}",
        body=activity.note or f"{activity.get_kind_display()}, without a note.",
        url=reverse("pipeline:deal", args=[activity.deal_id]),
    )


def describe_handed(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: (
            HandOver.objects.visible_to(person).select_related("giver", "by").annotate(mine=_handed_to(person))
        ),
        tell=_handed,
    )


def _handed_to(person: User) -> ArraySubquery:
    rows = HandedDeal.objects.filter(hand_over=OuterRef("pk"), to=person, deal__owner=person, given_back_at=None)
    return ArraySubquery(rows.order_by("pk").values(json=JSONObject(name="deal__name", note="note")))


def _handed(row: Any, notification: Notification) -> Telling | None:
    """Nothing once none of them is theirs any more."""
    if not row.mine:
        return None
    notes = list(dict.fromkeys(each["note"] for each in row.mine if each["note"]))
    count = len(row.mine)
    what = row.mine[0]["name"] if count == 1 else f"{count} deals"
    return Telling(
        title=f"{row.by} hands you {what} of {row.giver}",
        body=" ".join(notes) or "Look at what comes next on each.",
        url=reverse("pipeline:hand-over-done", args=[row.pk]),
    )


def describe_followed(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: Deal.objects.visible_to(person).select_related("stage", "owner"),
        tell=_followed,
    )


def _followed(deal: Deal, notification: Notification) -> Telling:
    return Telling(
        title=f"{deal.name} has moved on",
        body=f"You follow it. It is in {deal.stage} now and belongs to {deal.owner}.",
        url=reverse("pipeline:deal", args=[deal.pk]),
    )


register_kind(NoticeKind("pipeline.followed", "A deal you follow", describe=describe_followed, icon="card"))
register_kind(NoticeKind("pipeline.mentioned", "You are mentioned", describe=describe_mentions, icon="chat"))
register_kind(NoticeKind("pipeline.handed_over", "Deals handed to you", describe=describe_handed, icon="card"))
register_kind(NoticeKind("pipeline.help_asked", "Help asked of you", describe=describe_help, icon="chat"))
register_kind(NoticeKind("pipeline.help_answered", "Help answered", describe=describe_help, icon="chat"))
register_kind(NoticeKind("pipeline.stage_action", "A deal moved", describe=describe_stage_actions, icon="flag"))
register_kind(
    NoticeKind(
        "pipeline.next_step_due", "Next step due", find=next_steps_due, describe=describe_next_steps, icon="card"
    )
)
register_kind(NoticeKind("pipeline.task_given", "Task given to you", describe=describe_given, icon="check"))
register_kind(NoticeKind("pipeline.task_due", "Task due", find=tasks_to_remind_of, describe=describe_due, icon="check"))
register_kind(
    NoticeKind("pipeline.stalled", "Deal stalled", find=deals_stalled, describe=describe_stalled, icon="flag")
)
register_kind(
    NoticeKind("pipeline.lead_waits", "Lead waits", find=leads_unanswered, describe=describe_leads, icon="flag")
)
register_kind(
    NoticeKind(
        "pipeline.lead_overdue",
        "Response to a lead overdue",
        find=leads_overdue,
        describe=describe_overdue,
        icon="flag",
    )
)
