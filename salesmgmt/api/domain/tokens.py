"""Tokens: made for oneself or for a service user, shown once, revoked by deleting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.api.choices import TokenScope
from salesmgmt.api.models import Token
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds, is_admin

DEFAULT_DAYS = 90
MAX_DAYS = 365


@dataclass(frozen=True)
class TokenFacts:
    """What a new token is called, may open, and for how long it lasts."""

    name: str = "Token"
    scope: str = TokenScope.FULL
    apps: Sequence[str] = ()
    days: int = DEFAULT_DAYS


@transaction.atomic
def create_token(
    *, by: User, at: datetime, facts: TokenFacts | None = None, owner: User | None = None
) -> tuple[Token, str]:
    """A new token, and its text, which is stored nowhere and cannot be shown again.

    It is one's own, or, where an admin makes it, that of an API service user, who has no page to make one on.
    """
    facts, owner = facts or TokenFacts(), owner or by
    if owner != by and not (is_admin(by) and holds(owner, Role.API)):
        raise NotAllowed(
            "A token is made for oneself, or by an admin for an API service user: leave the person out.", field="user"
        )
    if not 1 <= facts.days <= MAX_DAYS:
        raise Refused(f"A token lasts from 1 to {MAX_DAYS} days: choose fewer, and make a new one then.", field="days")
    token, text = Token.objects.create(
        user=owner,
        expiry=timedelta(days=facts.days),
        name=facts.name,
        scope=facts.scope,
        apps=sorted(set(facts.apps)),
    )
    append(kind="token.created", subject=owner, by=by, at=at, payload={"token": token.public_id})
    return token, text


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: datetime) -> None:
    """The token opens nothing from now on."""
    append(kind="token.revoked", subject=token.user, by=by, at=at, payload={"token": token.public_id})
    token.delete()
