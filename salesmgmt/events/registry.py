"""What apps declare to the event log: consumers and job handlers, each found in its own file by its decorator."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q

if TYPE_CHECKING:
    from salesmgmt.accounts.models import User
    from salesmgmt.events.domain.running import RunningJob
    from salesmgmt.events.models import Event, Job

JobHandler = Callable[["RunningJob"], dict[str, Any]]
JobEnd = Callable[["Job"], None]
Heed = Callable[["User | None"], bool]


class ConsumerFunction(Protocol):
    def __call__(self, events: Sequence["Event"], *, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class DeclaredConsumer:
    """A consumer: `act` gets the events of its `kinds`, in order, in the transaction that moves its place. One that can
    wait is not woken by each of them, and reads when all are asked to: every ten seconds. So does one that `heeds`
    what its actor does when it is told of nothing that it would act on."""

    name: str
    kinds: frozenset[str]
    act: ConsumerFunction
    from_now: bool
    can_wait: bool = False
    heeds: Heed | None = None

    def is_woken_by(self, kind: str, by: "User | None") -> bool:
        return kind in self.kinds and not self.can_wait and (self.heeds is None or self.heeds(by))


@dataclass(frozen=True, slots=True)
class DeclaredJob:
    """A kind of job: who does it, how long a worker may be silent, how many attempts in a row may get no further.

    `ended` is called in the transaction that ends a job, however it ends, with what its committed chunks have left.
    """

    kind: str
    run: JobHandler
    lease_seconds: int
    max_attempts: int
    title: str = ""
    ended: JobEnd | None = None


_consumers: dict[str, DeclaredConsumer] = {}
_jobs: dict[str, DeclaredJob] = {}
_job_visibility: list[Callable[["User"], Q]] = []


def consumer(
    *, name: str, kinds: Iterable[str], from_now: bool = False, can_wait: bool = False, heeds: Heed | None = None
) -> Callable[[ConsumerFunction], ConsumerFunction]:
    """Declare a consumer. A new one starts at the beginning of the log, or with `from_now` at its first reading.

    `heeds` says, without a query for each event, whether it is worth waking for what somebody (None: the system) does.
    """

    def declare(act: ConsumerFunction) -> ConsumerFunction:
        _once(_consumers, name, DeclaredConsumer(name, frozenset(kinds), act, from_now, can_wait, heeds))
        return act

    return declare


def job_handler(
    kind: str, *, lease_seconds: int = 60, max_attempts: int = 5, title: str = "", ended: JobEnd | None = None
) -> Callable[[JobHandler], JobHandler]:
    """Declare who does jobs of a kind, and what people call them.

    A chunk takes less than the lease, and thinks under 15 s between two queries.
    """

    def declare(run: JobHandler) -> JobHandler:
        _once(_jobs, kind, DeclaredJob(kind, run, lease_seconds, max_attempts, title, ended))
        return run

    return declare


def job_visibility(shown: Callable[["User"], Q]) -> Callable[["User"], Q]:
    """Declare which further jobs a person may see, as a condition on Job; roles are known only on upper floors."""
    _job_visibility.append(shown)
    return shown


def _once(declared: dict[str, Any], name: str, what: Any) -> None:
    if name in declared:
        raise ValueError(f"{name!r} is declared twice; a name belongs to one function, so rename one of them.")
    declared[name] = what


def consumers() -> list[DeclaredConsumer]:
    return list(_consumers.values())


def consumer_named(name: str) -> DeclaredConsumer:
    return _consumers[name]


def consumers_of(kind: str, by: "User | None") -> list[str]:
    """The names of the consumers that are woken by events of a kind that somebody, or the system, did."""
    return [declared.name for declared in _consumers.values() if declared.is_woken_by(kind, by)]


def job_of_kind(kind: str) -> DeclaredJob | None:
    return _jobs.get(kind)


def end_of(job: "Job") -> None:
    """Lets whoever does jobs of this kind say what is left to say at its end."""
    declared = _jobs.get(job.kind)
    if declared is not None and declared.ended is not None:
        declared.ended(job)


def job_title(kind: str) -> str:
    """What people call jobs of a kind; the code itself where nobody has declared a title."""
    declared = _jobs.get(kind)
    return declared.title or kind if declared else kind


def jobs_shown_to(user: "User") -> Q:
    """Further jobs this person may see: any of the declared conditions."""
    shown = Q(pk__in=[])
    for condition in _job_visibility:
        shown |= condition(user)
    return shown
