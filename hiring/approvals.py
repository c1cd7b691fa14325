"""What hiring asks approval for: opening a seat, and what an offer promises."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from hiring.models import Offer, Opening
from hiring.models.offer import OFFER_APPROVAL
from hiring.models.opening import OPENING_APPROVAL
from salesmgmt.accounts.models import User
from salesmgmt.approvals.registry import ApprovalKind, register_approval


def _open(*, subject: Opening, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from hiring.domain.openings import open_up

    open_up(opening=subject, by=by, at=at)


def _opening_back(*, subject: Opening, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from hiring.domain.openings import back_to_draft

    back_to_draft(opening=subject, by=by, at=at)


def _approve(*, subject: Offer, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from hiring.domain.offers import approve

    approve(offer=subject, by=by, at=at)


def _offer_back(*, subject: Offer, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from hiring.domain.offers import back_to_draft

    back_to_draft(offer=subject, by=by, at=at)


register_approval(
    ApprovalKind(
        code=OPENING_APPROVAL,
        title="Opening a seat",
        model=Opening,
        act=_open,
        without_a_yes=_opening_back,
        what=lambda params: f"opening a seat as {params['profile']} in {params['team']}",
        version_of=lambda opening: f"{opening.version}",
        url=lambda opening: reverse("hiring:opening", args=[opening.pk]),
        visible=Opening.objects.visible_to,
        permission="hiring.set_approvers",
    )
)
register_approval(
    ApprovalKind(
        code=OFFER_APPROVAL,
        title="Making an offer",
        model=Offer,
        act=_approve,
        without_a_yes=_offer_back,
        what=lambda params: f"version {params['number']} of an offer as {params['profile']}",
        version_of=lambda offer: f"{offer.version}",
        url=lambda offer: reverse("hiring:offer", args=[offer.pk]),
        visible=Offer.objects.visible_to,
        permission="hiring.set_approvers",
    )
)
