"""How much each interviewer sees, whether they see the same as others, and how leniently they rate.

What is told of ratings is made of scorecards that the viewer may read by now: the blind rule holds in averages, too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Aggregate, BinaryField, Count, F, Func, Sum, Value

from hiring.choices import InterviewState
from hiring.models import ComparedCard, InterviewHours, Panelist, SharedRatings
from hiring.models.availability import PER_WEEK
from onboarding.queries.progress import DayIn
from pipeline.queries.deals_as_of import DaysBetween
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.common.period import day_start
from salesmgmt.people.models import Company
from salesmgmt.statistics.leniency import Leniency, Shared, leniency
from salesmgmt.statistics.wilson import Interval, wilson_interval

WEEKS_BACK, WEEKS_AHEAD = 8, 2
A_WEEK = timedelta(days=7)
LEAST_PAIRS = 10
"""With fewer scorecards of others beside one's own, agreement is not told."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `pairs` scorecards that others wrote beside one's own, in how many both said yes or both said no."""

    same: int
    pairs: int

    @property
    def share(self) -> float | None:
        return self.same / self.pairs if self.pairs else None

    @property
    def interval(self) -> Interval | None:
        return wilson_interval(self.same, self.pairs) if self.pairs else None

    @property
    def is_enough(self) -> bool:
        return self.pairs >= LEAST_PAIRS


@dataclass(frozen=True, slots=True)
class Interviewer:
    """One row: interviews of each week from the earliest on, what they take, and what their ratings are like."""

    person: User
    weeks: Sequence[int]
    this_week: int
    per_week: int
    agreement: Agreement
    leniency: Leniency | None


def interviewers_seen(viewer: User, *, today: date) -> list[Interviewer]:
    """Everybody who sits in interviews that the viewer sees, from eight weeks ago on or with scorecards, by name."""
    monday = today - timedelta(days=today.weekday())
    load = _load(viewer, monday)
    agreements, ratings = _agreements(viewer), {each.rater: each for each in leniency_seen(viewer)}
    keys = {*load, *agreements, *ratings}
    limits = dict(InterviewHours.objects.filter(pk__in=keys).values_list("pk", "per_week"))
    return [
        Interviewer(
            person=person,
            weeks=load[person.pk],
            this_week=load[person.pk][WEEKS_BACK],
            per_week=limits.get(person.pk, PER_WEEK),
            agreement=agreements.get(person.pk, Agreement(0, 0)),
            leniency=ratings.get(person.pk),
        )
        for person in User.objects.filter(pk__in=keys).order_by(by_name(), "pk")
    ]


def leniency_seen(viewer: User) -> list[Leniency]:
    """Of everybody who can be compared by the ratings that the viewer may read by now."""
    import numpy as np

    sent = SharedRatings.objects.visible_to(viewer).aggregate(rows=_Sent(_COLUMNS))["rows"] or b""
    rows = np.frombuffer(sent, dtype=list(_COLUMNS.items()))
    return leniency(Shared(*(rows[name] for name in _COLUMNS)))


_COLUMNS = {
    **dict.fromkeys(("of_candidate", "first_id", "second_id"), ">i8"),
    **dict.fromkeys(("raters", "cells", "difference"), ">i2"),
}
"""What PostgreSQL keeps of each, as NumPy calls it: eight bytes or two, the highest first."""


class _Sent(Aggregate):
    """All rows behind each other, as bytes: read as they are, where lists are made number by number."""

    template = "string_agg(%(expressions)s, '')"
    arg_joiner = " || "
    output_field = BinaryField()

    def __init__(self, columns: Mapping[str, str]) -> None:
        super().__init__(*(Func(column, function=f"int{kind[-1]}send") for column, kind in columns.items()))


def _load(viewer: User, monday: date) -> Mapping[int, list[int]]:
    """Interviews that were not cancelled, by person and week, in the company's zone."""
    zone = Company.objects.current().zone
    begin, end = monday - WEEKS_BACK * A_WEEK, monday + (WEEKS_AHEAD + 1) * A_WEEK
    seats = (
        Panelist.objects.counted_for(viewer)
        .filter(
            interview__scheduled_at__gte=day_start(begin, zone),
            interview__scheduled_at__lt=day_start(end, zone),
        )
        .exclude(interview__state=InterviewState.CANCELLED)
    )
    week = DaysBetween(DayIn(Value(zone), F("interview__scheduled_at")), Value(begin)) / A_WEEK.days
    load: dict[int, list[int]] = defaultdict(lambda: [0] * (WEEKS_BACK + WEEKS_AHEAD + 1))
    for user, place, count in seats.values_list("user_id", week).annotate(Count("pk")):
        load[user][place] = count
    return load


def _agreements(viewer: User) -> Mapping[int, Agreement]:
    sums = ComparedCard.objects.visible_to(viewer).values_list("author_id").annotate(Sum("same"), Sum("pairs"))
    return {author: Agreement(same, pairs) for author, same, pairs in sums}
