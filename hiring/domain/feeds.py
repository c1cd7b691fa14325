"""Secret addresses at which calendars read interviews: made, replaced and revoked by whom they belong to."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from hiring.models import InterviewFeed
from hiring.rules import interviews
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.domain.log import append


@transaction.atomic
def open_feed(*, by: User, at: datetime) -> str:
    """The secret of a new address, which is stored nowhere and cannot be shown again; one before it is dead."""
    if not interviews(by):
        raise NotAllowed("You do not interview, so there is nothing for your calendar; an admin gives the role.")
    secret = token_urlsafe(32)
    InterviewFeed.objects.update_or_create(user=by, defaults={"digest": _digest(secret), "made_at": at})
    append(kind="interview_feed.opened", subject=by, by=by, at=at)
    return secret


@transaction.atomic
def close_feed(*, by: User, at: datetime) -> None:
    """The address answers nothing from now on; without one nothing changes."""
    removed, _ = InterviewFeed.objects.filter(user=by).delete()
    if removed:
        append(kind="interview_feed.closed", subject=by, by=by, at=at)


def owner_of(secret: str) -> User | None:
    """Whose interviews an address shows; None for one that is not, or for somebody who has left."""
    feed = InterviewFeed.objects.filter(digest=_digest(secret), user__is_active=True).select_related("user").first()
    return feed.user if feed else None


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
