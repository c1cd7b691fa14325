"""The touches that keep the bench warm: most on the day they are due, some late, and a few people forgotten of late."""

from datetime import date, datetime, timedelta
from random import Random

from salesmgmt.demo.world.days import date_of, instant, number_of
from salesmgmt.demo.world.facts import Applicant, Arguments, Bench, Touch
from salesmgmt.demo.world.staff import MANAGER_OF, RECRUITER
from salesmgmt.demo.world.truth import HiringTruth
from salesmgmt.demo.world.words.texts import TOUCHES

LATE_DAYS = (1, 2, 3, 5, 8)
FORGOTTEN_SHARE = 0.2
OWNERS = (MANAGER_OF["Team North"], MANAGER_OF["Team South"], MANAGER_OF["Team Atlantic"], RECRUITER)
OWNER_SHARES = (0.45, 0.2, 0.15, 0.2)


def keep_warm(standing: list[Applicant], arguments: Arguments, truth: HiringTruth) -> None:
    """Gives every entry its owner, its touches and the day of the next one."""
    here = [each.number for each in standing if each.bench and each.bench.left_at is None]
    for applicant in standing:
        rng = Random(f"{arguments.seed}/touches/{applicant.number}")
        bench = applicant.bench
        if bench is None:
            continue
        bench.owner = rng.choices(OWNERS, weights=OWNER_SHARES)[0]
        if applicant.number in here[:3]:
            bench.owner = MANAGER_OF["Team North"]
        forgotten = applicant.number in here[:2] or rng.random() < FORGOTTEN_SHARE
        _touch(bench, _last_day(bench, arguments.end, forgotten, rng), truth, rng)
        if applicant.number in here[2:3]:
            bench.next_touch = arguments.end


def _last_day(bench: Bench, end: date, forgotten: bool, rng: Random) -> date:
    """The first day on which nobody touches any more."""
    if bench.left_at is not None:
        return bench.left_at.date()
    return end - timedelta(days=rng.randint(16, 24)) if forgotten else end


def _touch(bench: Bench, until: date, truth: HiringTruth, rng: Random) -> None:
    cadence = dict(truth.cadence_days)[bench.tier]
    due = bench.put_at.date() + timedelta(days=cadence)
    while True:
        late = 0 if rng.random() < truth.touch_on_time else rng.choice(LATE_DAYS)
        happened_at = _reached(due, late, rng)
        if happened_at.date() >= until or happened_at <= bench.put_at:
            break
        kind = rng.choice(tuple(TOUCHES))
        bench.touches.append(Touch(kind, bench.owner, happened_at, due, rng.choice(TOUCHES[kind])))
        due = happened_at.date() + timedelta(days=cadence)
    bench.next_touch = due


def _reached(due: date, late: int, rng: Random) -> datetime:
    """On the due day, or the Friday before where it falls on a weekend; late ones on a working day after it."""
    if late:
        return instant(rng, number_of(due + timedelta(days=late)), "Hamburg")
    number = number_of(due)
    return instant(rng, number if date_of(number) == due else number - 1, "Hamburg")
