"""The product's estimates of the sample company, from its tables or by the same arithmetic from the world itself.

What is estimated must be what the truth speaks of. Conversion so far counts everybody who entered as not yet further,
so it is asked of those who entered longer ago than anybody stays in a stage (`known.decided_after`): of them it is the
share that the stage passes. Ramp is followed up to the end of the last day that was lived, the day before `end`; who
is not ramped then is censored, and so is who left, which has nothing to do with their ramp.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hiring.models import HiringStage
from onboarding.choices import MilestoneKind
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start
from salesmgmt.demo.world.company import World
from salesmgmt.demo.world.known import decided_after
from salesmgmt.demo.world.ramp import survival
from salesmgmt.demo.writing.book import ZONE
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.statistics.survival import Curve, survival_curve
from salesmgmt.statistics.wilson import Interval, wilson_interval

RAMP_DAYS = (45, 70, 100)
RAMPED_BY = MilestoneKind.FIRST_DEAL.value


@dataclass(frozen=True, slots=True)
class Held:
    """An interval beside the truth that it is to hold."""

    what: str
    truth: float
    interval: Interval

    @property
    def holds(self) -> bool:
        return self.interval.low <= self.truth <= self.interval.high

    @property
    def width(self) -> float:
        return self.interval.high - self.interval.low


def entries(world: World) -> dict[str, tuple[int, int]]:
    """By stage: of those who entered long enough ago, how many got further and how many there are."""
    counts = {}
    for place, step in enumerate(world.truth.hiring.steps):
        until = world.arguments.end - timedelta(days=decided_after(step))
        visits = [
            place + 1 < len(each.visits)
            for each in world.applicants
            if place < len(each.visits) and each.visits[place].entered_at.date() < until
        ]
        counts[step.name] = (sum(visits), len(visits))
    return counts


def entries_of_the_figure(world: World, user: User) -> dict[str, tuple[int, int]]:
    """The same, as `hiring.stage_conversion` has it; the stages of both role profiles added up."""
    now = day_start(world.arguments.end, ZONE)
    figure = figure_for("hiring.stage_conversion", user)
    names = {str(pk): name for pk, name in HiringStage.objects.values_list("pk", "name")}
    counts = {}
    for step in world.truth.hiring.steps:
        until = world.arguments.end - timedelta(days=decided_after(step))
        found = answer(figure, Scope(user=user, at=now, as_of=now, end=until, by="stage"))
        groups = [group.results[0].estimate for group in found.groups if names[str(group.key)] == step.name]
        counts[step.name] = (int(sum(each.numerator for each in groups)), sum(each.n for each in groups))
    return counts


def ramp(world: World) -> Curve:
    last = world.arguments.end - timedelta(days=1)
    happened, waiting = [], []
    for journey in world.journeys:
        person = world.staff.person(journey.person)
        until = min(last, person.end - timedelta(days=1) if person.end else last)
        if journey.deal_date <= until:
            happened.append((journey.deal_date - person.start).days)
        else:
            waiting.append((until - person.start).days)
    return survival_curve(happened, waiting)


def ramp_of_the_figure(world: World, user: User) -> Curve:
    now = day_start(world.arguments.end, ZONE)
    found = answer(figure_for("onboarding.ramp_time", user), Scope(user=user, at=now, as_of=now))
    assert found.main.curve is not None
    return found.main.curve


def held(world: World, counts: Mapping[str, tuple[int, int]], curve: Curve) -> list[Held]:
    found = [
        Held(f"conversion of {step.name}", step.conversion, wilson_interval(*counts[step.name]))
        for step in world.truth.hiring.steps
    ]
    truth = survival(world.truth.ramp, RAMPED_BY)
    for day in RAMP_DAYS:
        left = [share for known_day, share in truth if known_day <= day][-1]
        step = curve.at(day)
        if step is not None and step.interval is not None:
            found.append(Held(f"not ramped after {day} days", left, step.interval))
    return found
