"""Tokens: made for oneself, shown once, revoked by deleting them."""

from datetime import datetime

from django.db import transaction
from knox.models import AuthToken

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append


@transaction.atomic
def create_token(*, by: User, at: datetime) -> tuple[AuthToken, str]:
    """A new token of a person, and its text, which is stored nowhere and cannot be shown again."""
    token, text = AuthToken.objects.create(user=by)
    append(kind="token.created", subject=by, by=by, at=at, payload={"token": public_id(token)})
    return token, text


@transaction.atomic
def revoke_token(*, token: AuthToken, by: User, at: datetime) -> None:
    """The token opens nothing from now on."""
    append(kind="token.revoked", subject=token.user, by=by, at=at, payload={"token": public_id(token)})
    token.delete()


def public_id(token: AuthToken) -> str:
    """What names a token without being one: the head of its hash."""
    return token.digest[:16]
