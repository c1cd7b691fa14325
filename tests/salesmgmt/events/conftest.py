"""People, a handmade consumer and a handmade job for the tests of the event log."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from salesmgmt.accounts.models import User
from salesmgmt.events import registry
from salesmgmt.events.registry import DeclaredConsumer, DeclaredJob, JobHandler
from tests.salesmgmt.events.sessions import NOON


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Tests that commit are cleaned up with TRUNCATE, which the log refuses; its own test switches that on again."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER events_are_not_truncated")


@pytest.fixture
def at() -> datetime:
    return NOON


@pytest.fixture
def rita(db: None) -> User:
    return User.objects.create_user("rita@example.com", name="Rita Rep")


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("stranger@example.com", name="Sam Stranger")


@pytest.fixture
def declare_consumer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Declare a consumer during this test."""

    def declare(name: str, act: Any, *, kinds: set[str] | None = None, from_now: bool = False) -> None:
        declared = DeclaredConsumer(name, frozenset(kinds or {"deal.won"}), act, from_now)
        monkeypatch.setitem(registry._consumers, name, declared)

    return declare


@pytest.fixture
def read_events(declare_consumer: Callable[..., None]) -> Callable[..., list[int]]:
    """Declare a consumer that collects the ids of the events it is handed, in order."""

    def declare(name: str = "tests.reader", **how: Any) -> list[int]:
        seen: list[int] = []
        declare_consumer(name, lambda events, *, at: seen.extend(event.pk for event in events), **how)
        return seen

    return declare


@pytest.fixture
def declare_job(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Declare who does jobs of a kind during this test."""

    def declare(kind: str, run: JobHandler, *, lease_seconds: float = 60, max_attempts: int = 5) -> None:
        monkeypatch.setitem(registry._jobs, kind, DeclaredJob(kind, run, lease_seconds, max_attempts))

    return declare
