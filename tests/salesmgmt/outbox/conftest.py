"""A kind of notice of the tests' own, whatever is put on the list is due; a mail server, and a receiver of webhooks."""

from collections.abc import Iterator

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.outbox.domain.webhooks import EndpointFacts, add_endpoint
from salesmgmt.outbox.models import WebhookEndpoint
from salesmgmt.outbox.registry import NoticeKind, Reminder, forget_kind, register_kind
from tests.cast import AT
from tests.salesmgmt.outbox.calls import KIND, Calls
from tests.salesmgmt.outbox.receiver import Receiver
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


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    """A program that is told by webhook, in a network that the settings name as our own."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    server = Receiver()
    yield server
    server.close()


@pytest.fixture
def told_of_deals(receiver: Receiver, olga: User) -> WebhookEndpoint:
    """The receiver as an endpoint that sees all deals, as Olga does."""
    facts = EndpointFacts("Data warehouse", receiver.url, ["deal.*"], olga)
    return add_endpoint(facts=facts, by=olga, at=AT)[0]
