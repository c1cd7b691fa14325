"""What hiring asks approval for: opening a seat, and what an offer promises."""

from django.urls import reverse

from hiring.domain import offers, openings
from hiring.models import Offer, Opening
from hiring.models.offer import OFFER_APPROVAL
from hiring.models.opening import OPENING_APPROVAL
from salesmgmt.approvals.registry import ApprovalKind, register_approval

register_approval(
    ApprovalKind(
        code=OPENING_APPROVAL,
        title="Opening a seat",
        model=Opening,
        act=lambda *, subject, params, **act: openings.open_up(opening=subject, **act),
        without_a_yes=lambda *, subject, params, **act: openings.back_to_draft(opening=subject, **act),
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
        act=lambda *, subject, params, **act: offers.approve(offer=subject, **act),
        without_a_yes=lambda *, subject, params, **act: offers.back_to_draft(offer=subject, **act),
        what=lambda params: f"version {params['number']} of an offer as {params['profile']}",
        version_of=lambda offer: f"{offer.version}",
        url=lambda offer: reverse("hiring:offer", args=[offer.pk]),
        visible=Offer.objects.visible_to,
        permission="hiring.set_approvers",
    )
)
