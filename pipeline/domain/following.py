"""Who follows a deal: people who may see it."""

from datetime import datetime

from django.db import transaction

from pipeline.domain.history import lock_deal
from pipeline.models import Deal, DealFollower
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append


@transaction.atomic
def follow_deal(*, deal: Deal, follower: User, by: User, at: datetime) -> Deal:
    """Whoever may see the deal is told what happens to it from now on; twice is once."""
    deal = lock_deal(deal=deal, by=by)
    require_reader(deal, follower, f"so that {follower} can follow it", field="follower")
    _, is_new = DealFollower.objects.get_or_create(deal=deal, user=follower, defaults={"by": by, "at": at})
    if is_new:
        append(kind="deal.followed", subject=deal, by=by, at=at, payload={"user_id": follower.pk})
    return deal


@transaction.atomic
def unfollow_deal(*, deal: Deal, follower: User, by: User, at: datetime) -> Deal:
    deal = lock_deal(deal=deal, by=by)
    gone, _ = DealFollower.objects.filter(deal=deal, user=follower).delete()
    if gone:
        append(kind="deal.unfollowed", subject=deal, by=by, at=at, payload={"user_id": follower.pk})
    return deal


def require_reader(deal: Deal, person: User, wanted: str, *, field: str | None = None) -> None:
    """Raises Refused for a person who may not see the deal."""
    if not person.is_active or not Deal.objects.visible_to(person).filter(pk=deal.pk).exists():
        raise Refused(
            f"{person} may not see {deal.name}; give them a share of it first, {wanted}.",
            code="not_a_reader",
            field=field,
        )
