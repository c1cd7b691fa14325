"""What people are told of approvals: that it is their turn, and what became of what they asked."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import RequestState
from salesmgmt.approvals.models import ApprovalRequest, ApprovalTurn
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import NoticeKind, Reminder, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows
from salesmgmt.people.models import Company

SUBJECT = "approvals.approvalrequest"
OUTCOME = "approvals.outcome"


def turns_waiting(as_of: date) -> Iterator[Reminder]:
    """Once when it becomes somebody's turn."""
    company = Company.objects.current()
    rows = ApprovalTurn.objects.filter(request__state=RequestState.OPEN).select_related("request")
    for turn in rows.iterator():
        yield Reminder(turn.person_id, SUBJECT, turn.request_id, company.day_of(turn.request.asked_at))


def describe_turns(notifications: Sequence[Notification]) -> dict[int, Telling]:
    def waiting(person: User) -> QuerySet[ApprovalRequest]:
        return ApprovalRequest.objects.waiting_for(person).select_related("asked_by")

    def tell(request: ApprovalRequest, notification: Notification) -> Telling:
        return Telling(
            title=f"{request.asked_by} asks for {request.what}",
            body=request.note or "It waits for your yes or no.",
            url="/approvals/",
        )

    return describe_rows(notifications, rows=waiting, tell=tell)


def describe_outcomes(notifications: Sequence[Notification]) -> dict[int, Telling]:
    def asked(person: User) -> QuerySet[ApprovalRequest]:
        return ApprovalRequest.objects.filter(asked_by=person).exclude(state=RequestState.OPEN)

    def tell(request: ApprovalRequest, notification: Notification) -> Telling:
        last = request.decisions.select_related("by").last()
        said = f"{last.by}{f': {last.reason}' if last.reason else ''}" if last else "Nobody decided it in time."
        return Telling(title=f"{request.what}: {request.get_state_display().lower()}", body=said, url="/approvals/")

    return describe_rows(notifications, rows=asked, tell=tell)


register_kind(
    NoticeKind("approvals.turn", "Waits for your approval", find=turns_waiting, describe=describe_turns, icon="check")
)
register_kind(NoticeKind(OUTCOME, "What became of a request", describe=describe_outcomes, icon="check"))
