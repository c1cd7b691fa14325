"""Journeys of the new hires: who does which item by when, and when the first meeting and the first deal come."""

from datetime import date, datetime, timedelta
from random import Random

from salesmgmt.demo.world.days import date_of, instant, number_of
from salesmgmt.demo.world.facts import Arguments, Item, Journey, Person
from salesmgmt.demo.world.ramp import Ramp, draw_ramp
from salesmgmt.demo.world.ramp import date_of as ramp_date
from salesmgmt.demo.world.staff import IT, RITA, Staff
from salesmgmt.demo.world.truth import RampTruth
from salesmgmt.demo.world.words.plan import PLAN

LATE_DAYS = (1, 1, 2, 3, 5)
MUCH_LATER = (18, 35)
"""Working days after which somebody does the two special items who did not do them in time."""


def due_date(start: date, working_day: int) -> date:
    """Working day 1 is the first day, 0 the working day before it."""
    return date_of(number_of(start) + working_day - 1)


def journeys(staff: Staff, arguments: Arguments, truth: RampTruth) -> list[Journey]:
    """One for everybody who was hired, in the order of their numbers."""
    hired = [person for person in staff.sellers() if person.applicant is not None]
    return [_journey(person, staff, arguments, truth) for person in hired]


def _journey(person: Person, staff: Staff, arguments: Arguments, truth: RampTruth) -> Journey:
    rng = Random(f"{arguments.seed}/journey/{person.number}")
    ramp = draw_ramp(truth, rng)
    journey = Journey(
        person=person.number,
        buddy=_buddy(person, staff, rng),
        manager=person.manager or 0,
        applicant=person.applicant or 0,
        items=[],
        meeting_date=ramp_date(person.start, ramp.meeting_day),
        deal_date=ramp_date(person.start, ramp.deal_day),
    )
    until = min(arguments.end, person.end or arguments.end)
    for position, (title, _, _, working_day, relation) in enumerate(PLAN, start=1):
        assignee = {"NEW_HIRE": person.number, "MANAGER": journey.manager, "BUDDY": journey.buddy, "IT": IT}[relation]
        due = due_date(person.start, working_day)
        done = _done(title, due, ramp, truth, rng)
        done_at = instant(rng, done, person.office) if date_of(done) < until else None
        journey.items.append(Item(position, assignee, due, done_at))
    _close(journey, person)
    return journey


def _done(title: str, due: date, ramp: Ramp, truth: RampTruth, rng: Random) -> int:
    """The working day on which an item is done."""
    special = {truth.helpful_item: ramp.did_helpful, truth.useless_item: ramp.did_useless}
    late = rng.choice(LATE_DAYS) if rng.random() >= truth.on_time_share else 0
    if title in special:
        late = rng.choice((0, 0, 1)) if special[title] else rng.randint(*MUCH_LATER)
    return number_of(due) + late


def _buddy(person: Person, staff: Staff, rng: Random) -> int:
    """A colleague of the team who has been here for longer."""
    others = [
        each.number
        for each in staff.selling_on(person.start)
        if each.team == person.team and each.number != person.number and each.start < person.start
    ]
    if person.name.startswith("Nora ") and RITA in others:
        return RITA
    return rng.choice(others) if others else person.manager or IT


def _close(journey: Journey, person: Person) -> None:
    """Finished with the last item; stopped when the person leaves before that."""
    done = [item.done_at for item in journey.items if item.done_at]
    if len(done) == len(journey.items):
        journey.state, journey.ended_at = "FINISHED", max(done)
    elif person.end is not None:
        journey.state = "STOPPED"
        journey.ended_at = datetime.combine(person.end, datetime.min.time(), tzinfo=done[0].tzinfo)
        journey.ended_at += timedelta(hours=-6)
