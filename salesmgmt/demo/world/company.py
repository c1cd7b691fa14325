"""The whole company: people and candidates at once, accounts and deals one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from salesmgmt.common.period import add_months
from salesmgmt.demo.world import selling, working
from salesmgmt.demo.world.days import monday_on_or_after, number_of
from salesmgmt.demo.world.facts import Applicant, Arguments, Goal, Journey
from salesmgmt.demo.world.goals import goals
from salesmgmt.demo.world.hiring import applicants
from salesmgmt.demo.world.interviews import hold_interviews
from salesmgmt.demo.world.onboarding import journeys
from salesmgmt.demo.world.selection import Selection, selection
from salesmgmt.demo.world.staff import Staff
from salesmgmt.demo.world.territories import Territory, territories
from salesmgmt.demo.world.truth import Truth
from salesmgmt.demo.world.warmth import keep_warm

FEWEST_REPS, FEWEST_MONTHS = 4, 3


@dataclass(frozen=True, slots=True)
class Sale:
    """A deal with everything that was done for it and came of it."""

    deal: selling.Deal
    activities: list[working.Activity]
    plans: working.Plans
    orders: list[working.Order]


@dataclass(frozen=True, slots=True)
class World:
    """What the same truth and arguments always give; `accounts` and `sales` are made anew while they are read."""

    truth: Truth
    arguments: Arguments
    first_day: date
    bars: Selection
    staff: Staff
    applicants: list[Applicant]
    journeys: list[Journey]
    goals: list[Goal]
    territories: list[Territory]

    def accounts(self) -> Iterator[selling.Account]:
        for territory in self.territories:
            yield from selling.accounts(territory, self.arguments)

    def sales(self) -> Iterator[Sale]:
        today = number_of(self.arguments.end)
        for deal in selling.deals(self.territories, self.arguments, self.truth.selling):
            rng = Random(self.arguments.seed * 1_000_003 + deal.number)
            done = list(working.activities(deal, self.truth.selling, today, rng))
            plans = working.plans_of(deal, self.arguments.end, rng)
            yield Sale(deal, done, plans, list(working.orders(deal, self.truth.selling, today, rng)))


def simulate(arguments: Arguments, truth: Truth | None = None) -> World:
    """Raises ValueError for a company too small or too young to have a history."""
    if arguments.reps < FEWEST_REPS or arguments.months < FEWEST_MONTHS or arguments.deals < arguments.reps:
        raise ValueError(
            f"The sample company needs {FEWEST_REPS} reps, {FEWEST_MONTHS} months and a deal for each rep at least; "
            "ask for more."
        )
    truth = truth or Truth()
    first_day = monday_on_or_after(add_months(arguments.end.replace(day=1), -arguments.months))
    bars = selection(truth.hiring)
    everybody = applicants(arguments, truth.hiring, bars, first_day)
    standing = [applicant for applicant in everybody if applicant.bench]
    staff = Staff(arguments, truth.staff, first_day)
    staff.live(standing)
    keep_warm(standing, arguments, truth.hiring)
    hold_interviews(everybody, arguments, truth.hiring)
    travelled = journeys(staff, arguments, truth.ramp)
    return World(
        truth=truth,
        arguments=arguments,
        first_day=first_day,
        bars=bars,
        staff=staff,
        applicants=everybody,
        journeys=travelled,
        goals=list(goals(staff, arguments, truth.selling, first_day)),
        territories=territories(staff, travelled, arguments, truth.selling),
    )
