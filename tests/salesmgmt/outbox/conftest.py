"""A kind of notice of the tests' own: whatever is put on the list is due."""

from collections.abc import Iterator

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.outbox.registry import NoticeKind, Reminder, forget_kind, register_kind
from tests.salesmgmt.outbox.calls import KIND, Calls
from tests.salesmgmt.outbox.smtp_sink import SmtpSink


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


@pytest.fixture
def sink(settings) -> Iterator[SmtpSink]:
    """A real mail server, and the product told to use it."""
    server = SmtpSink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.close()
