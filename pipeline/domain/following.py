"""Who follows a deal: people who may see it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pipeline.domain.history import lock_deal
from pipeline.models import Deal, DealFollower
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company

FOLLOWED = "pipeline.followed"


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


def tell(events: Sequence[Event], *, at: datetime) -> None:
    """Each follower but who did it hears that something happened to the deal, once a day."""
    company = Company.objects.current()
    followers: dict[int, list[int]] = {}
    rows = DealFollower.objects.filter(deal__in={deal for event in events for deal in _deals_of(event)})
    rows = rows.order_by("deal", "user")
    for deal, user in rows.values_list("deal", "user"):
        followers.setdefault(deal, []).append(user)
    reminders = [
        Reminder(user, "pipeline.deal", deal, company.day_of(event.happened_at))
        for event in events
        for deal in _deals_of(event)
        for user in followers.get(deal, ())
        if user != event.actor_id
    ]
    notify(kind=FOLLOWED, reminders=reminders, at=at)


def _deals_of(event: Event) -> list[int]:
    """The deal that it happened to; of an act on many all of them."""
    if event.kind.startswith("deals."):
        return [each["deal_id"] for each in event.payload["deals"]]
    return [event.subject_id]


def require_reader(deal: Deal, person: User, wanted: str, *, field: str | None = None) -> None:
    """Raises Refused for a person who may not see the deal."""
    if not person.is_active or not Deal.objects.visible_to(person).filter(pk=deal.pk).exists():
        raise Refused(
            f"{person} may not see {deal.name}; give them a share of it first, {wanted}.",
            code="not_a_reader",
            field=field,
        )
