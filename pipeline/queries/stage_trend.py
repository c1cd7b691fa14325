"""What stood in which stage at the end of each of some weeks, out of the rollups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DateField, QuerySet, Sum, Value
from django.db.models.functions import Cast, Greatest, TruncWeek

from pipeline.models import Stage
from pipeline.queries.rollup_facts import CAME
from salesmgmt.accounts.models import User
from salesmgmt.figures.models import Rollup
from salesmgmt.figures.rollup import metric_named

METRIC, WEEKS = "pipeline.stages", 13


@dataclass(frozen=True, slots=True)
class Stood:
    """How many open deals, and what they were worth."""

    count: int = 0
    worth: Decimal = Decimal(0)

    def __add__(self, other: "Stood") -> "Stood":
        return Stood(self.count + other.count, self.worth + other.worth)

    def __neg__(self) -> "Stood":
        return Stood(-self.count, -self.worth)


@dataclass(frozen=True, slots=True)
class Band:
    """A stage in all versions of its process: what is called the same there is the same."""

    name: str
    process: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """`day` is its last one, today in the week that is under way; `stood` is by band, at the end of that day."""

    day: date
    stood: Sequence[Stood]

    @property
    def total(self) -> Stood:
        return sum(self.stood, Stood())


@dataclass(frozen=True, slots=True)
class Trend:
    """The weeks up to today, and the stages in which anything stood in any of them, in their order."""

    bands: Sequence[Band]
    weeks: Sequence[Week]


def stage_trend(user: User, *, today: date, owner: int | None = None, weeks: int = WEEKS) -> Trend:
    """Of the deals that belong to one's line now, or to one person of it. Two queries, however many deals there are."""
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    flows = _flows(user, first=first, today=today, owner=owner)
    stages = Stage.objects.filter(pk__in={stage for _, stage in flows}).select_related("process_version__process")
    bands = list(_bands(stages))
    stood = [Stood() for _ in bands]
    found = []
    for place in range(weeks):
        monday = first + timedelta(weeks=place)
        stood = [
            sum((flows.get((monday, key), Stood()) for key in band.keys), before)
            for band, before in zip(bands, stood, strict=True)
        ]
        found.append(Week(min(monday + timedelta(days=6), today), stood))
    used = [place for place in range(len(bands)) if any(week.stood[place].count for week in found)]
    return Trend(
        [bands[place] for place in used], [Week(week.day, [week.stood[place] for place in used]) for week in found]
    )


def _flows(user: User, *, first: date, today: date, owner: int | None) -> Mapping[tuple[date, int], Stood]:
    """By week and stage, what came less what left; the first week holds all that was before it, too."""
    rows = Rollup.objects.of(METRIC).filter(metric_named(METRIC).visible(user), period_start__lte=today)
    if owner is not None:
        rows = rows.filter(subject_id=owner)
    monday = Cast(TruncWeek("period_start"), DateField())
    week = Greatest(monday, Value(first, output_field=DateField()))
    flows: dict[tuple[date, int], Stood] = {}
    for row in rows.order_by().values("part", week=week).annotate(n=Sum("count"), worth=Sum("total")):
        key = row["week"], int(row["part"][1:])
        flow = Stood(row["n"], row["worth"])
        flows[key] = flows.get(key, Stood()) + (flow if row["part"][0] == CAME else -flow)
    return flows


def _bands(stages: QuerySet[Stage]) -> Iterator[Band]:
    """In the order of the latest version that has them; what only earlier ones had stands behind."""
    named: dict[tuple[int, str], tuple[str, list[int]]] = {}
    ordered = stages.order_by("process_version__process", "-process_version__number", "position")
    for stage in ordered:
        process = stage.process_version.process
        named.setdefault((process.pk, stage.name), (process.name, []))[1].append(stage.pk)
    for (_, name), (process, keys) in named.items():
        yield Band(name, process, tuple(keys))
