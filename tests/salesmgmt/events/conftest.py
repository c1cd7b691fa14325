"""People, a handmade consumer and a handmade job for the tests of the event log."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.events import registry
from salesmgmt.events.domain import jobs
from salesmgmt.events.models import Job
from salesmgmt.events.registry import DeclaredConsumer, DeclaredJob, JobHandler
from tests.salesmgmt.events.handlers import count_to_three
from tests.salesmgmt.events.sessions import NOON


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


@pytest.fixture
def ask(rita: User, at: datetime, declare_job: Callable[..., None]) -> Callable[..., Job]:
    """Ask for a job of a kind that exists for this test."""

    def ask(handler: JobHandler = count_to_three, key: str = "count", **declaration: Any) -> Job:
        declare_job("tests.count", handler, **declaration)
        return jobs.enqueue(kind="tests.count", effect_key=key, params={"n": 3}, by=rita, at=at)

    return ask
