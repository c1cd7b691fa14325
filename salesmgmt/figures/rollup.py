"""Declaring a rollup: which events touch it, which facts it adds up, and who may read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, TextChoices

from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event

Span = tuple[date | None, date | None]
"""Days from the first up to and without the second; None is open on that side."""
EVER: Span = (None, None)


class Grain(TextChoices):
    """How long the periods of a rollup are, in the company's days."""

    DAY = "day", "Day"
    MONTH = "month", "Month"


@dataclass(frozen=True, kw_only=True)
class Touched:
    """What events may have changed: the days of single subjects, and all subjects over whole spans of days."""

    keys: frozenset[tuple[int, date]] = frozenset()
    spans: frozenset[Span] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.keys or self.spans)


@dataclass(frozen=True, kw_only=True)
class RollupMetric:
    """One metric.

    `source(start, end)` gives the facts of the days [start, end) as rows with `subject`, `day`, `part` and `value`:
    what a rollup counts and adds up, in one SQL aggregate. `touched` says for events of `kinds` which keys they may
    have changed, in few queries however many events; naming too many costs time, naming too few is what the nightly
    proof finds. `visible` narrows `subject_id` to those whose facts a person may open. `can_wait` keeps acts that
    happen all day from waking the reader each time: it is ten seconds behind instead of one. So many keys are added up
    in a transaction as `at_once` says.
    """

    name: str
    title: str
    grain: Grain
    kinds: frozenset[str]
    source: Callable[[date | None, date | None], QuerySet]
    touched: Callable[[Sequence[Event]], Touched]
    visible: Callable[[User], Q]
    can_wait: bool = False
    at_once: int = 500

    @property
    def consumer_name(self) -> str:
        """Its reader of the log, which begins at the beginning: a new metric counts what has been."""
        return f"rollup.{self.name}"


_metrics: dict[str, RollupMetric] = {}
_folds: dict[str, Callable[[], int]] = {}


def register(metric: RollupMetric) -> RollupMetric:
    """Raises ValueError for a name that is taken."""
    if metric.name in _metrics:
        raise ValueError(f"{metric.name} is declared twice: a rollup has one declaration.")
    _metrics[metric.name] = metric
    return metric


def metrics() -> list[RollupMetric]:
    return [metric for _, metric in sorted(_metrics.items())]


def metric_named(name: str) -> RollupMetric:
    """Raises KeyError for a metric that nobody declares: a mistake in the program."""
    return _metrics[name]


def register_fold(name: str, fold: Callable[[], int]) -> None:
    """Interval facts that the database folds as things happen: how all of them are folded anew, which answers with how
    many things they are of. Raises ValueError for a name that is taken."""
    if name in _folds:
        raise ValueError(f"{name} is declared twice: interval facts have one declaration.")
    _folds[name] = fold


def folds() -> list[Callable[[], int]]:
    return [fold for _, fold in sorted(_folds.items())]
