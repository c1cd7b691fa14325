"""Setting up who has to say yes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import Approver
from salesmgmt.approvals.models import ApprovalChain, ApprovalStep
from salesmgmt.approvals.registry import kind_of
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

MOST_STEPS = 5


@transaction.atomic
def set_chain(
    *, kind: str, approvers: Sequence[str], by: User, at: datetime, expires_after_days: int = 14
) -> ApprovalChain:
    """From now on a request of the kind takes these steps; none: nobody is asked. Requests under way keep theirs."""
    declared = kind_of(kind)
    require(by, declared.permission, f"set up who approves {declared.title.lower()}")
    if len(approvers) > MOST_STEPS:
        raise Refused(f"A chain has up to {MOST_STEPS} steps; leave some out.", code="too_many_steps", field="steps")
    unknown = next((each for each in approvers if each not in Approver.values), None)
    if unknown is not None:
        raise Refused(
            f"“{unknown}” is no approver; choose one of {', '.join(Approver.values)}.", code="approver", field="steps"
        )
    if not 1 <= expires_after_days <= 365:
        raise Refused("A request waits 1 to 365 days; correct the days.", code="days", field="expires_after_days")
    ApprovalChain.objects.select_for_update().filter(kind=kind, is_current=True).update(is_current=False)
    chain = ApprovalChain.objects.create(kind=kind, expires_after_days=expires_after_days, set_by=by, set_at=at)
    ApprovalStep.objects.bulk_create(
        ApprovalStep(chain=chain, position=position, approver=approver)
        for position, approver in enumerate(approvers, start=1)
    )
    payload = {"approval": kind, "steps": list(approvers), "days": expires_after_days}
    append(kind="approval_chain.set", subject=chain, by=by, at=at, payload=payload)
    return chain


def current_chain(kind: str) -> ApprovalChain | None:
    """The chain that a request would take now; None where nobody is asked."""
    chain = ApprovalChain.objects.filter(kind=kind, is_current=True).first()
    return chain if chain is not None and chain.steps.exists() else None
