"""A kind of notice of the tests' own: whatever is put on the list is due."""

from collections.abc import Iterator

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.outbox.registry import NoticeKind, Reminder, forget_kind, register_kind
from tests.salesmgmt.outbox.calls import KIND, Calls


@pytest.fixture
def calls() -> Iterator[Calls]:
    """The calls that are due, and a kind of notice that reminds of them."""
    due = Calls()
    register_kind(NoticeKind(KIND, "Call due", find=due.find, describe=due.describe))
    yield due
    forget_kind(KIND)


@pytest.fixture
def to_rita(rita: User, calls: Calls) -> Reminder:
    return calls.due(rita)
