"""Roles as predicates: what every app's rules are made of."""

import rules

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role


def roles_of(user: User) -> frozenset[str]:
    """The roles a person holds today, read once per user object (that is: once per request)."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held: frozenset[str] | None = getattr(user, "_roles_today", None)
    if held is None:
        held = frozenset(user.role_grants.today().values_list("role", flat=True))
        user._roles_today = held  # type: ignore[attr-defined]  # as an attribute, which `request.user` hands on
    return held


def holds(user: User, *roles: Role) -> bool:
    return not roles_of(user).isdisjoint(roles)


@rules.predicate
def is_admin(user: User) -> bool:
    return holds(user, Role.ADMIN)


@rules.predicate
def is_manager(user: User) -> bool:
    return holds(user, Role.MANAGER)


@rules.predicate
def sells(user: User) -> bool:
    """Reps and managers work deals, and service users in the name of the person they are."""
    return holds(user, Role.REP, Role.MANAGER, Role.API)


def sees_everyone(user: User) -> bool:
    """Whose view of people is not limited to their own line."""
    return holds(user, Role.ADMIN)


rules.add_perm("people.edit_company", is_admin)
rules.add_perm("people.edit_members", is_admin)
