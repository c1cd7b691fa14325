"""Saying yes or no; the last yes does what was asked for, in the same transaction."""

from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import RequestState
from salesmgmt.approvals.domain.asking import end, locked
from salesmgmt.approvals.domain.turns import take_turns, turns_of
from salesmgmt.approvals.models import ApprovalDecision, ApprovalRequest
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append


class RequestChanged(Conflict):
    code = "request_changed"


@transaction.atomic
def decide(
    *,
    request: ApprovalRequest,
    is_yes: bool,
    by: User,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> ApprovalRequest:
    """One person's word on the step whose turn it is. A no ends the request; the last yes does the act.

    Raises Refused when it is over or expired or a no gives no reason, NotAllowed when it is not the person's turn, and
    whatever the act refuses: then nothing is decided. A subject that has changed since makes the request void.
    """
    request = locked(request)
    if expected_version is not None and request.version != expected_version:
        raise RequestChanged(f"{request} was decided in part by somebody else in between; look at it again.")
    if at >= request.expires_at:
        raise Refused("This request has expired; who asked can ask again.", code="approval_expired")
    turns = turns_of(request)
    if by.pk not in turns:
        raise NotAllowed("It is not your turn to decide this; the page says whose it is.")
    if not is_yes and not reason.strip():
        raise Refused("A no says why; write the reason.", code="a_no_says_why", field="reason")
    declared = request.declared
    subject = declared.model._default_manager.select_for_update().filter(pk=request.subject_id).first()
    if subject is None or declared.version_of(subject) != request.subject_version:
        return end(request, RequestState.VOID, by=by, at=at)
    ApprovalDecision.objects.create(
        request=request,
        position=request.position,
        by=by,
        in_place_of_id=turns[by.pk],
        is_yes=is_yes,
        reason=reason.strip(),
        decided_at=at,
    )
    payload = {"approval": request.kind, "position": request.position, "yes": is_yes}
    append(kind="approval.decided", subject=request, by=by, at=at, payload=payload)
    if not is_yes:
        return end(request, RequestState.REFUSED, by=by, at=at)
    if request.chain.steps.filter(position__gt=request.position).exists():
        return _go_on(request)
    request = end(request, RequestState.APPROVED, by=by, at=at)
    declared.act(subject=subject, params=request.params, by=request.asked_by, at=at)
    return request


def _go_on(request: ApprovalRequest) -> ApprovalRequest:
    request.position += 1
    request.version += 1
    request.save(update_fields=["position", "version"])
    if not take_turns(request):
        raise Refused(
            "Nobody is left who could decide the next step, because nobody decides twice; appoint another admin first.",
            code="nobody_to_ask",
        )
    return request


def expire(*, at: datetime) -> int:
    """Ends the requests whose time is over; how many. Safe to run twice and at the same time as a decision."""
    due = ApprovalRequest.objects.open().filter(expires_at__lte=at).order_by("pk").values_list("pk", flat=True)
    ended = 0
    for pk in list(due):
        with transaction.atomic():
            request = ApprovalRequest.objects.open().select_for_update(skip_locked=True).filter(pk=pk).first()
            if request is not None:
                end(request, RequestState.EXPIRED, by=None, at=at)
                ended += 1
    return ended


def settle_turns() -> None:
    """Asks the rules again whose turn it is: roles, managers and deputies may have changed since the step began."""
    for pk in list(ApprovalRequest.objects.open().order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            request = ApprovalRequest.objects.open().select_for_update().filter(pk=pk).first()
            if request is not None:
                take_turns(request)
