"""Who may import what, and see what imports refused: each kind of import names the permission that it takes."""

from salesmgmt.accounts.models import User
from salesmgmt.imports.registry import ImportKind, kinds
from salesmgmt.people.rules import require


def may_import(user: User, kind: ImportKind) -> bool:
    return user.has_perm(kind.permission)


def kinds_for(user: User) -> list[ImportKind]:
    """What a person may import."""
    return [kind for kind in kinds().values() if may_import(user, kind)]


def may_import_something(user: User) -> bool:
    return bool(kinds_for(user))


def require_import(by: User, kind: ImportKind) -> None:
    """Raises NotAllowed for somebody who may not import files of the kind, nor decide what their values stand for."""
    require(by, kind.permission, f"import {kind.title}")
