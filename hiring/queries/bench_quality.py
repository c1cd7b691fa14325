"""How those on the bench of a role profile were rated, month by month, beside the team of the time
(docs/algorithms/bench_quality.md)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from hiring.engine.bar import FEWEST_RATED
from hiring.models import BenchEntry, HiringProfile, Rating, Scorecard
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start
from salesmgmt.people.models import Company, Membership, ProfileCompetency
from salesmgmt.statistics.quantiles import median

MONTHS = 12
Rated = Mapping[tuple[str, int], Sequence[tuple[datetime, int]]]
"""By competency and person: when each rating was submitted, and its value."""


@dataclass(frozen=True, slots=True)
class Rung:
    """The mean of people's middle ratings and of how many; `mean` is None for fewer than five."""

    n: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Month:
    """As a month ended, or today; its first day names it."""

    first_day: date
    bench: Rung
    team: Rung


@dataclass(frozen=True, slots=True)
class Course:
    """One competency over the months, the latest last."""

    name: str
    weight: int
    months: Sequence[Month]

    @property
    def now(self) -> Month:
        return self.months[-1]


def quality_of(profile: HiringProfile, *, viewer: User, at: datetime, company: Company) -> list[Course]:
    """The competencies that the profile asks for today, the weightiest first; five queries.

    Ratings of candidates are those that the viewer may read by now; of the team, for which nobody is named, all.
    """
    today = company.day_of(at)
    asked = ProfileCompetency.objects.today().filter(profile=profile.role_profile_id)
    weights = list(asked.order_by("-weight", "competency__name").values_list("competency__name", "weight"))
    entries = list(
        BenchEntry.objects.filter(candidacy__profile=profile).values_list("candidacy_id", "put_at", "left_at")
    )
    readable = Scorecard.objects.visible_to(viewer).filter(
        submitted_at__isnull=False, interview__candidacy__in={candidacy for candidacy, _, _ in entries}
    )
    bench = _rated(Rating.objects.filter(scorecard__in=readable.values("pk")), "candidacy_id")
    places = list(Membership.objects.filter(role_profile=profile.role_profile_id).values_list("user_id", "valid"))
    of_team = Rating.objects.filter(
        scorecard__submitted_at__isnull=False,
        scorecard__interview__candidacy__hired_user__in={user for user, _ in places},
    )
    team = _rated(of_team, "candidacy__hired_user_id")
    ends = [(first, min(day_start(after, company.zone), at)) for first, after in _months(today)]

    def standing(end: datetime) -> set[int]:
        return {pk for pk, put, left in entries if put < end and (left is None or left >= end)}

    def holding(end: datetime) -> set[int]:
        day = company.day_of(end - timedelta(microseconds=1))
        return {user for user, valid in places if day in valid}

    return [
        Course(
            name,
            weight,
            [Month(first, _rung(name, standing, bench, end), _rung(name, holding, team, end)) for first, end in ends],
        )
        for name, weight in weights
    ]


def _months(today: date) -> list[tuple[date, date]]:
    """The first days of the last twelve months, today's the last, each with that of the month after."""
    found, first = [], today.replace(day=1)
    for _ in range(MONTHS):
        after = (first + timedelta(days=32)).replace(day=1)
        found.append((first, after))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _rated(ratings: Iterable[Rating], person: str) -> Rated:
    found: dict[tuple[str, int], list[tuple[datetime, int]]] = defaultdict(list)
    names = ("competency__name", f"scorecard__interview__{person}", "scorecard__submitted_at", "value")
    for competency, whose, submitted_at, value in ratings.order_by().values_list(*names):  # type: ignore[attr-defined]
        found[competency, whose].append((submitted_at, value))
    return found


def _rung(name: str, there: Callable[[datetime], Collection[int]], rated: Rated, end: datetime) -> Rung:
    middles = []
    for person in there(end):
        values = [value for submitted_at, value in rated.get((name, person), ()) if submitted_at < end]
        if values:
            middles.append(median(values))
    n = len(middles)
    return Rung(n, sum(middles, Fraction(0)) / n if n >= FEWEST_RATED else None)
