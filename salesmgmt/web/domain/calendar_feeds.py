"""Secret addresses at which calendars read: made, replaced and revoked by whom they belong to. Who may have one, the
app asks before."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append
from salesmgmt.web.models import CalendarFeed


@transaction.atomic
def open_calendar_feed(model: type[CalendarFeed], *, kind: str, by: User, at: datetime) -> str:
    """The secret of a new address, which is stored nowhere and cannot be shown again; one before it is dead."""
    secret = token_urlsafe(32)
    model._default_manager.update_or_create(user=by, defaults={"digest": _digest(secret), "made_at": at})
    append(kind=f"{kind}.opened", subject=by, by=by, at=at)
    return secret


@transaction.atomic
def close_calendar_feed(model: type[CalendarFeed], *, kind: str, by: User, at: datetime) -> None:
    """The address answers nothing from now on; without one nothing changes."""
    removed, _ = model._default_manager.filter(user=by).delete()
    if removed:
        append(kind=f"{kind}.closed", subject=by, by=by, at=at)


def calendar_owner_of(model: type[CalendarFeed], secret: str) -> User | None:
    """Whose days an address shows; None for one that is not, or for somebody who has left."""
    rows = model._default_manager.filter(digest=_digest(secret), user__is_active=True).select_related("user")
    feed = rows.first()
    return feed.user if feed else None  # type: ignore[attr-defined]


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
