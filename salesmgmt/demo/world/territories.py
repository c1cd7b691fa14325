"""Who works how many deals from when to when, and the constraints that a new hire's ramp puts on them."""

from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random

from salesmgmt.demo.world.days import number_of
from salesmgmt.demo.world.facts import Arguments, Journey, Person
from salesmgmt.demo.world.staff import MANAGER_OF, Staff
from salesmgmt.demo.world.truth import SellingTruth

DEALS_PER_ACCOUNT = 2.2


@dataclass(frozen=True, slots=True)
class Territory:
    """A rep's share: `deals` of them, begun on working days [first, last]; `successor` takes over what is open at
    `until`; `colleague` shares some. No meeting before `meeting_day`, no win before `deal_day` (None: ramped before).
    Days are working days."""

    person: Person
    deals: int
    first: int
    last: int
    first_account: int
    accounts: int
    until: int | None = None
    successor: int | None = None
    colleague: int | None = None
    meeting_day: int | None = None
    deal_day: int | None = None


def territories(staff: Staff, journeys: list[Journey], arguments: Arguments, truth: SellingTruth) -> list[Territory]:
    """Everybody who sells, new hires before the others: deals that do not fit their ramp are left to those."""
    ramps = {journey.person: journey for journey in journeys}
    today = number_of(arguments.end)
    weighed = []
    for person in sorted(staff.sellers(), key=lambda each: (each.number not in ramps, each.number)):
        window = _window(person, ramps.get(person.number), today)
        weighed.append((person, window, max(window[1] - window[0], 1) * exp(truth.skill_on_leads * person.skill)))
    found, account, left, weight_left = [], 1, arguments.deals, sum(weight for _, _, weight in weighed)
    for person, window, weight in weighed:
        share = round(left * weight / weight_left) if weight_left else left
        left, weight_left = left - share, weight_left - weight
        accounts = max(round(share / DEALS_PER_ACCOUNT), 1)
        found.append(_territory(person, share, window, account, accounts, staff, ramps.get(person.number)))
        account += accounts
    return found


def _window(person: Person, journey: Journey | None, today: int) -> tuple[int, int]:
    last = min(today, number_of(person.end) if person.end else today) - 1
    if journey is None:
        return number_of(person.start), last
    assert journey.meeting_date is not None
    return min(number_of(journey.meeting_date), last), last


def _territory(
    person: Person,
    share: int,
    window: tuple[int, int],
    account: int,
    accounts: int,
    staff: Staff,
    journey: Journey | None,
) -> Territory:
    assert journey is None or (journey.meeting_date and journey.deal_date)
    return Territory(
        person=person,
        deals=share,
        first=window[0],
        last=window[1],
        first_account=account,
        accounts=accounts,
        until=number_of(person.end) if person.end else None,
        successor=_of_the_first(person, staff, person.end) or MANAGER_OF[person.team] if person.end else None,
        colleague=_of_the_first(person, staff, person.start),
        meeting_day=number_of(journey.meeting_date) if journey and journey.meeting_date else None,
        deal_day=number_of(journey.deal_date) if journey and journey.deal_date else None,
    )


def _of_the_first(person: Person, staff: Staff, day: date) -> int | None:
    """Somebody else of the team who has sold from the first day on and still does; None where there is nobody."""
    here = [
        each.number
        for each in staff.selling_on(day)
        if each.team == person.team and each.applicant is None and each.end is None and each.number != person.number
    ]
    return Random(person.number).choice(here) if here else None
