"""Roles as predicates, what every app's rules are made of, and the refusal of who lacks them."""

import rules

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed
from salesmgmt.people.choices import Role
from salesmgmt.people.standing import standing_of


def roles_of(user: User) -> frozenset[str]:
    """The roles a person holds today; nobody's before they sign in."""
    return frozenset(standing_of(user).get("people.roles", ()))


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


def require(user: User, permission: str, act: str) -> None:
    """Raises NotAllowed with a sentence when a rule does not let the person do something."""
    if not user.has_perm(permission):
        raise NotAllowed(f"Your roles do not let you {act}; ask an admin for a role that does.")


rules.add_perm("people.edit_company", is_admin)
rules.add_perm("people.edit_members", is_admin)
