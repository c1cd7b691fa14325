"""Whose tokens one may see and revoke."""

from django.db.models import Q, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.api.models import Token
from salesmgmt.people.choices import Role
from salesmgmt.people.queries.directory import holding
from salesmgmt.people.rules import is_admin


def tokens_for(user: User) -> QuerySet[Token]:
    """One's own, and for admins those of the API service users; the newest first, expired ones included."""
    mine = Q(user=user)
    if is_admin(user):
        mine |= Q(user__in=holding(User.objects.all(), Role.API).values("pk"))
    return Token.objects.filter(mine).select_related("user").order_by("-created", "digest")


def token_named(public_id: str, *, user: User) -> Token | None:
    """The token that a public id names, among those that one may see."""
    if len(public_id) != 16:
        return None
    return tokens_for(user).filter(digest__startswith=public_id).first()
