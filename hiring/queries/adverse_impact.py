"""Selection at each stage by what candidates say of themselves: the one place that reads it, and it counts
(docs/algorithms/adverse_impact.md)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast

from hiring.choices import CandidacyState
from hiring.models import Candidacy, HiringStage, SelfIdentification, StagePassage
from hiring.models.self_identification import DIMENSIONS
from hiring.queries.conversion import entered_by, with_conversion
from hiring.rules import reads_fairness
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start, month_of
from salesmgmt.people.models import Company
from salesmgmt.statistics.adverse_impact import LEAST_TOLD, Finding, Group, Impact, impacts, parting

WHOLE_WAY = "Whole way"
UNSAID = "UNSAID"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The groups of one dimension at one stage; `stage_id` is None for the whole way, `profile` empty for a sum.

    `untold` groups have fewer than five people, and nothing else is said of them. `disagree`: groups of which a sum
    says something else than its profiles.
    """

    dimension: str
    stage: str
    profile: str
    profile_id: int | None
    stage_id: int | None
    impacts: tuple[Impact, ...]
    untold: int
    disagree: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return DIMENSIONS[self.dimension][0]

    @property
    def judged(self) -> int:
        """How many groups are compared with the highest."""
        return sum(impact.is_compared for impact in self.impacts)

    @property
    def flagged(self) -> int:
        return sum(impact.finding == Finding.UNDER for impact in self.impacts)

    @property
    def n(self) -> int:
        """People in the groups that are told."""
        return sum(impact.group.considered for impact in self.impacts)


@dataclass(frozen=True, slots=True)
class AdverseImpact:
    """Everything as of the end of `last_day`: by stage of each profile, and summed up where several have the stage."""

    last_day: date
    by_stage: tuple[Comparison, ...]
    pooled: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """People with the same answers at one stage: of `considered`, `selected` got further."""

    profile_id: int
    stage_id: int | None
    answers: tuple[str, ...]
    considered: int
    selected: int


def last_full_month(company: Company, at: datetime) -> date:
    """Its last day. What came in since would give away who said what."""
    return month_of(company.day_of(at)).start - timedelta(days=1)


def adverse_impact(user: User, *, company: Company, at: datetime) -> AdverseImpact:
    """Empty for whoever may not read it. Three queries."""
    last_day = last_full_month(company, at)
    if not reads_fairness(user):
        return AdverseImpact(last_day, (), ())
    until = day_start(last_day + timedelta(days=1), company.zone) - timedelta(microseconds=1)
    cells = [*_at_stages(until), *_whole_way(until)]
    places = _places()
    by_stage = [
        _compared(name, place, [cell for cell in cells if (cell.profile_id, cell.stage_id) == key])
        for key, place in places.items()
        for name in DIMENSIONS
    ]
    told = tuple(each for each in by_stage if each.impacts)
    return AdverseImpact(last_day, told, tuple(_pooled(told)))


@dataclass(frozen=True, slots=True)
class _Place:
    profile: str
    profile_id: int | None
    stage: str
    stage_id: int | None


def _places() -> dict[tuple[int, int | None], _Place]:
    """The whole way of each profile and then its stages, in their order."""
    found: dict[tuple[int, int | None], _Place] = {}
    stages = HiringStage.objects.order_by("profile__role_profile__name", "profile_id", "position", "pk")
    for pk, name, profile_id, profile in stages.values_list("pk", "name", "profile_id", "profile__role_profile__name"):
        found.setdefault((profile_id, None), _Place(profile, profile_id, WHOLE_WAY, None))
        found[profile_id, pk] = _Place(profile, profile_id, name, pk)
    return found


def _at_stages(until: datetime) -> Iterator[_Cell]:
    passages = with_conversion(entered_by(StagePassage.objects.all(), until=until), until=until)
    turned_down = Q(candidacy__state=CandidacyState.REJECTED, candidacy__ended_at__lte=until)
    decided = passages.filter(Q(converted=1) | turned_down)
    yield from _counted(decided, "candidacy__candidate_id", "stage__profile_id", "stage_id", "converted", until)


def _whole_way(until: datetime) -> Iterator[_Cell]:
    ended = (CandidacyState.HIRED, CandidacyState.REJECTED)
    hired = Case(When(state=CandidacyState.HIRED, then=1), default=0, output_field=IntegerField())
    decided = Candidacy.objects.filter(state__in=ended, ended_at__lte=until)
    decided = decided.annotate(hired=hired, nowhere=Cast(Value(None), IntegerField()))
    yield from _counted(decided, "candidate_id", "profile_id", "nowhere", "hired", until)


def _counted(
    rows: QuerySet[Any], person: str, profile: str, stage: str, passed: str, until: datetime
) -> Iterator[_Cell]:
    """Grouped in the database, so that no row with an answer ever leaves it. Who said nothing is not counted."""
    said = SelfIdentification.objects.filter(candidate_id=OuterRef(person), given_at__lte=until)
    named = {f"said_{name}": Subquery(said.values(name)) for name in DIMENSIONS}
    grouped = rows.annotate(**named).filter(said_gender__isnull=False).order_by().values(profile, stage, *named)
    for row in grouped.annotate(all=Count("pk"), passed=Sum(passed)):
        answers = tuple(row[name] for name in named)
        yield _Cell(row[profile], row[stage], answers, row["all"], row["passed"])


def _pooled(told: tuple[Comparison, ...]) -> Iterator[Comparison]:
    """By the name of the stage, where two profiles or more have one. Sums of what is told only: otherwise the sum less
    one profile would say what the other one does not tell."""
    parts: dict[tuple[str, str], list[Comparison]] = defaultdict(list)
    for each in told:
        parts[each.stage, each.dimension].append(each)
    for (stage, dimension), own in parts.items():
        if len(own) < 2:
            continue
        summed = impacts(_summed(dimension, [impact.group for each in own for impact in each.impacts]))
        apart = parting(summed, {each.profile: each.impacts for each in own})
        untold = sum(each.untold for each in own)
        yield Comparison(dimension, stage, "", None, None, tuple(summed), untold, tuple(apart))


def _summed(dimension: str, groups: list[Group]) -> list[Group]:
    """One for each answer, in the order of the answers."""
    found = []
    for choice in DIMENSIONS[dimension][1]:
        own = [group for group in groups if group.name == choice.label]
        if own:
            found.append(Group(choice.label, sum(g.considered for g in own), sum(g.selected for g in own)))
    return found


def _compared(dimension: str, place: _Place, cells: Iterable[_Cell]) -> Comparison:
    index = list(DIMENSIONS).index(dimension)
    considered: dict[str, int] = defaultdict(int)
    selected: dict[str, int] = defaultdict(int)
    for cell in cells:
        considered[cell.answers[index]] += cell.considered
        selected[cell.answers[index]] += cell.selected
    answers = [choice for choice in DIMENSIONS[dimension][1] if choice != UNSAID and considered[choice]]
    groups = [Group(choice.label, considered[choice], selected[choice]) for choice in answers]
    told = impacts([group for group in groups if group.considered >= LEAST_TOLD])
    untold = len(groups) - len(told)
    return Comparison(dimension, place.stage, place.profile, place.profile_id, place.stage_id, tuple(told), untold)
