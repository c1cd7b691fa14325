"""What apps ask approval for, each kind declared in the app's `approvals.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from salesmgmt.accounts.models import User


class Act(Protocol):
    """Does what was asked for, in the transaction of the last yes; `by` is who asked."""

    def __call__(self, *, subject: Any, params: Mapping[str, Any], by: User, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """A kind of act that may need a yes from others.

    `what(params)` says what is asked for (“a discount of 30%”), `version_of` what of the subject it was asked about:
    another one at the time of a decision makes the request void. `permission` is what it takes to set up who decides.
    """

    code: str
    title: str
    model: type[Model]
    act: Act
    what: Callable[[Mapping[str, Any]], str]
    version_of: Callable[[Any], str]
    url: Callable[[Any], str]
    visible: Callable[[User], QuerySet[Any]]
    permission: str


_kinds: dict[str, ApprovalKind] = {}


def register_approval(kind: ApprovalKind) -> ApprovalKind:
    """Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"{kind.code} is declared twice: a kind of approval has one declaration.")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> ApprovalKind:
    return _kinds[code]


def kinds() -> list[ApprovalKind]:
    return [_kinds[code] for code in sorted(_kinds)]


def kinds_set_up_by(user: User) -> list[ApprovalKind]:
    return [kind for kind in kinds() if user.has_perm(kind.permission)]
