"""What the pipeline asks approval for: a discount above the limit, and leaving a stage whose criterion wants a yes."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from pipeline.choices import EXIT_APPROVAL
from pipeline.models import Deal
from salesmgmt.accounts.models import User
from salesmgmt.approvals.registry import ApprovalKind, register_approval


def _set_lines(*, subject: Deal, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from pipeline.domain.discounts import lines_asked_for
    from pipeline.domain.lines import set_lines

    set_lines(deal=subject, lines=lines_asked_for(params), by=by, at=at, approved=True)


def _what(params: Mapping[str, Any]) -> str:
    return f"a discount of {(Decimal(params['rate']) * 100).normalize():f}%"


def lines_of(deal: Deal) -> str:
    """Another one as soon as somebody changes what is in the deal."""
    rows = deal.lines.order_by("position").values_list("product", "quantity", "unit_price", "discount_rate")
    return hashlib.sha256(f"{deal.state} {list(rows)}".encode()).hexdigest()


register_approval(
    ApprovalKind(
        code="pipeline.discount",
        title="Discount above the limit",
        model=Deal,
        act=_set_lines,
        what=_what,
        version_of=lines_of,
        url=lambda deal: reverse("pipeline:deal", args=[deal.pk]),
        visible=Deal.objects.visible_to,
        permission="pipeline.configure",
    )
)


def _note_exit(*, subject: Deal, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from pipeline.domain.checks import note_approval

    note_approval(deal=subject, criterion_id=params["criterion_id"], by=by, at=at)


register_approval(
    ApprovalKind(
        code=EXIT_APPROVAL,
        title="Leaving a stage",
        model=Deal,
        act=_note_exit,
        what=lambda params: str(params["named"]),
        version_of=lambda deal: f"{deal.state} {deal.stage_id}",
        url=lambda deal: reverse("pipeline:deal", args=[deal.pk]),
        visible=Deal.objects.visible_to,
        permission="pipeline.configure",
    )
)
