"""Asking for a yes, and taking the question back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import RequestState
from salesmgmt.approvals.domain.chains import current_chain
from salesmgmt.approvals.domain.turns import take_turns
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.approvals.registry import kind_of
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append


@transaction.atomic
def ask(
    *, kind: str, subject: models.Model, params: Mapping[str, Any], by: User, at: datetime, note: str = ""
) -> ApprovalRequest | None:
    """Asks the kind's chain for a yes to an act on a row; None where there is no chain: the act needs nobody's yes.

    `params` are ids, codes and numbers that the act takes. Raises Refused where the row waits for a yes already, or
    nobody but the asker could give one.
    """
    declared, chain = kind_of(kind), current_chain(kind)
    if chain is None:
        return None
    waiting = f"{subject} waits for an approval already; withdraw that request first, or wait for its answer."
    with refusing({"a_row_waits_for_one_approval_of_a_kind": waiting}):
        request = ApprovalRequest.objects.create(
            kind=kind,
            chain=chain,
            subject_id=subject.pk,
            subject_version=declared.version_of(subject),
            params=dict(params),
            note=note.strip(),
            asked_by=by,
            asked_at=at,
            expires_at=at + timedelta(days=chain.expires_after_days),
        )
    if not take_turns(request):
        raise Refused(
            f"Nobody but you could approve this, and nobody approves what they asked for; appoint somebody who is "
            f"{chain.steps.get(position=1).get_approver_display().lower()}, or another admin.",
            code="nobody_to_ask",
        )
    payload = {"approval": kind, "subject_id": subject.pk, "chain_id": chain.pk}
    append(kind="approval.requested", subject=request, by=by, at=at, payload=payload)
    return request


@transaction.atomic
def withdraw(*, request: ApprovalRequest, by: User, at: datetime) -> ApprovalRequest:
    """Takes an open request back; only who asked does."""
    request = locked(request)
    if request.asked_by_id != by.pk:
        raise NotAllowed(f"{request.asked_by} asked for this; only they take it back. Refuse it if you decide it.")
    return end(request, RequestState.WITHDRAWN, by=by, at=at)


def locked(request: ApprovalRequest) -> ApprovalRequest:
    """The request, locked and open. Raises Refused when it has ended."""
    found = ApprovalRequest.objects.select_for_update().get(pk=request.pk)
    if not found.is_open:
        raise Refused(
            f"{found.declared.title}: this was {found.get_state_display().lower()} already; look at it again.",
            code="approval_is_over",
        )
    return found


def end(request: ApprovalRequest, state: RequestState, *, by: User | None, at: datetime) -> ApprovalRequest:
    """Ends a locked request: nobody's turn any more."""
    request.state, request.ended_at = state, at
    request.version += 1
    request.save(update_fields=["state", "ended_at", "version"])
    request.turns.all().delete()
    payload = {"approval": request.kind, "subject_id": request.subject_id}
    append(kind=f"approval.{state.lower()}", subject=request, by=by, at=at, payload=payload)
    declared = request.declared
    if state != RequestState.APPROVED and declared.without_a_yes is not None:
        subject = declared.model._default_manager.select_for_update().get(pk=request.subject_id)
        declared.without_a_yes(subject=subject, params=request.params, by=by or request.asked_by, at=at)
    return request


def overtake(*, kind: str, subject: models.Model, by: User | None, at: datetime) -> None:
    """Ends what waits for a yes about a row that is about to change. Belongs before the row is locked: requests are
    locked first, as a decision does."""
    for request in ApprovalRequest.objects.open().about([kind], subject).select_for_update():
        end(request, RequestState.VOID, by=by, at=at)
