"""What people did for a deal, what comes next, and what the account ordered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from salesmgmt.demo.world.days import date_of, instant, number_of, wait
from salesmgmt.demo.world.selling import Deal
from salesmgmt.demo.world.truth import SellingTruth
from salesmgmt.demo.world.words.texts import NEXT_STEPS, NOTES

MOST_REPEATS = 30
MINUTES = {"CALL": (5, 25), "MEETING": (30, 90), "DEMO": (45, 120)}
STEP_DAYS = ((None, 0.07), (-9, 0.04), (-3, 0.06), (-1, 0.06), (0, 0.12), (1, 0.15), (3, 0.2), (7, 0.2), (14, 0.1))
"""When the next step of an open deal is due, from today; None: there is none."""
PAUSED_SHARE = 0.03


@dataclass(slots=True)
class Activity:
    kind: str
    user: int
    happened_at: datetime
    minutes: int | None
    note: str


@dataclass(slots=True)
class Order:
    ordered_at: datetime
    owner: int


def activities(deal: Deal, truth: SellingTruth, today: int, rng: Random) -> Iterator[Activity]:
    """In the order of the stages; never before the deal began, after it was closed or later than yesterday."""
    last = deal.now.since if deal.closed else None
    for stage, entered, left in deal.visits:
        for kind in _kinds(deal, stage, truth, rng):
            exact = kind == "MEETING" and deal.first_meeting and stage == 1
            day = entered if exact else entered + int(rng.random() * max(left - entered, 1))
            at = max(instant(rng, min(day, today - 1), deal.office), deal.versions[0].since)
            if last is not None and at > last:
                at = last - timedelta(minutes=20)
            span = MINUTES.get(kind)
            notes = NOTES[kind]
            yield Activity(
                kind=kind,
                user=_owner_at(deal, at),
                happened_at=at,
                minutes=rng.randint(*span) if span else None,
                note=notes[int(rng.random() * len(notes))],
            )


def _kinds(deal: Deal, stage: int, truth: SellingTruth, rng: Random) -> list[str]:
    """Mails and calls everywhere, meetings from the second stage on; the two known kinds where they count."""
    kinds = ["EMAIL"] if rng.random() < 0.7 else []
    if stage == 0:
        return [*kinds, "CALL"]
    if truth.steps[stage].name == truth.helped_stage:
        kinds += [truth.helpful_activity] if deal.path.helpful else []
        kinds += [truth.useless_activity] if deal.path.useless else []
        return kinds
    if deal.first_meeting or rng.random() < 0.8:
        kinds.append("MEETING")
    return kinds


def _owner_at(deal: Deal, at: datetime) -> int:
    owner = deal.versions[0].owner
    for version in deal.versions:
        if version.since <= at:
            owner = version.owner
    return owner


@dataclass(frozen=True, slots=True)
class Plans:
    """What comes next for an open deal."""

    step: str = ""
    step_date: date | None = None
    paused_until: date | None = None


def plans_of(deal: Deal, end: date, rng: Random) -> Plans:
    if deal.closed:
        return Plans()
    today = number_of(end)
    days = rng.choices([days for days, _ in STEP_DAYS], weights=[share for _, share in STEP_DAYS])[0]
    paused = date_of(today + rng.randint(15, 60)) if rng.random() < PAUSED_SHARE else None
    if days is None:
        return Plans(paused_until=paused)
    steps = list(NEXT_STEPS.values())[deal.now.stage]
    return Plans(rng.choice(steps), date_of(today + days) if days else end, paused)


def orders(deal: Deal, truth: SellingTruth, today: int, rng: Random) -> Iterator[Order]:
    """The order that the deal was won for, and the repeats of it."""
    if not deal.won:
        return
    at = deal.now.since
    yield Order(at, deal.now.owner)
    day = number_of(at.date())
    for _ in range(MOST_REPEATS):
        if rng.random() >= truth.repeat_chance:
            return
        day += wait(rng, truth.repeat_days)
        if day >= today:
            return
        left = deal.heir is not None and day >= deal.heir[0]
        yield Order(instant(rng, day, deal.office), deal.heir[1] if deal.heir and left else deal.now.owner)
