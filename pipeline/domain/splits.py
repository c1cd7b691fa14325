"""Says who is credited with which share of a deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pipeline.choices import WHOLE_BP, SplitRole
from pipeline.domain.deals import require_step_of
from pipeline.domain.history import lock_deal, save_act
from pipeline.models import Deal, DealSplit
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.standing import forget_standing


@dataclass(frozen=True, slots=True)
class Share:
    user: User
    share_bp: int
    role: str = SplitRole.SALES


@transaction.atomic
def split_deal(
    *, deal: Deal, shares: Sequence[Share], by: User, at: datetime, expected_version: int | None = None
) -> Deal:
    """Replaces the shares of a deal; those of each role sum to 100%, and no shares means the owner's alone."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_step_of(deal)
    for role in dict.fromkeys(share.role for share in shares):
        total = sum(share.share_bp for share in shares if share.role == role)
        if total != WHOLE_BP:
            raise Refused(
                f"The shares of {deal.name} sum to {total / 100:g}%; "
                f"change one by {(WHOLE_BP - total) / 100:+g} points so that they sum to 100%.",
                code="shares_do_not_sum",
                field="shares",
            )
    deal.splits.all().delete()
    sentences = {
        "a_person_has_one_share_per_role": "A person has one share in each role; add the two up.",
        "a_share_is_1_to_10000_bp": "A share is between 0.01% and 100%; correct it, or leave the person out.",
    }
    with refusing(sentences, field="shares"):
        DealSplit.objects.bulk_create(
            DealSplit(deal=deal, user=share.user, role=share.role, share_bp=share.share_bp) for share in shares
        )
    save_act(deal, by=by, at=at)
    payload = {
        "shares": [{"user_id": s.user.pk, "role": s.role, "share_bp": s.share_bp} for s in shares],
        "state": deal.state,
        "close_date": deal.close_date,
    }
    append(kind="deal.shared", subject=deal, by=by, at=at, payload=payload)
    forget_standing(by, *(share.user for share in shares))
    return deal
