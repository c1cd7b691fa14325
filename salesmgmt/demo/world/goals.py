"""Quotas by quarter: what a ramped rep of the profile usually books, less for those who started a short while ago."""

from collections.abc import Iterator
from datetime import date

from salesmgmt.common.period import Period, add_months, quarter_of
from salesmgmt.demo.world.facts import TEAMS, Arguments, Goal, Person
from salesmgmt.demo.world.offers import usual_amount
from salesmgmt.demo.world.paths import win_chance
from salesmgmt.demo.world.staff import Staff
from salesmgmt.demo.world.truth import SellingTruth

RAMP_PERCENT = ((2, 25), (5, 60))
"""Up to so many months after the start, at the end of the quarter, so much of the full quota."""
STRETCH = 1.1


def quarters(first_day: date, end: date) -> list[Period]:
    """The fiscal quarters from the first day's up to today's."""
    found = [quarter_of(first_day)]
    while found[-1].end <= end:
        found.append(quarter_of(found[-1].end))
    return found


def goals(staff: Staff, arguments: Arguments, truth: SellingTruth, first_day: date) -> Iterator[Goal]:
    """Of every rep for every quarter that they were here at the end of, and of the teams for the sum."""
    usual = _deals_a_quarter(staff, arguments, first_day) * win_chance(truth) * STRETCH
    for quarter in quarters(first_day, arguments.end):
        here = [each for each in staff.sellers() if _belongs(each, quarter)]
        by_team = dict.fromkeys(TEAMS, 0)
        for person in here:
            amount = max(round(usual * usual_amount(person.profile), -3), 1_000)
            percent = _percent(person, quarter)
            by_team[person.team] += int(amount) * percent // 100
            yield Goal(person.number, "", quarter.start, quarter.end, int(amount), percent)
        for team, total in by_team.items():
            if total:
                yield Goal(None, team, quarter.start, quarter.end, round(total, -3) or 1_000)


def _belongs(person: Person, quarter: Period) -> bool:
    return person.start < quarter.end and (person.end is None or person.end > quarter.start)


def _percent(person: Person, quarter: Period) -> int:
    for months, percent in RAMP_PERCENT:
        if add_months(person.start.replace(day=1), months) >= quarter.end:
            return percent
    return 100


def _deals_a_quarter(staff: Staff, arguments: Arguments, first_day: date) -> float:
    """How many deals a rep begins in a quarter, on average."""
    days = sum(((each.end or arguments.end) - each.start).days for each in staff.sellers())
    return arguments.deals / max(days / 91.3, 1)
