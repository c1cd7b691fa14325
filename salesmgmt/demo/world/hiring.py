"""Candidates: they come in from their sources, run through the stages, and the best are put on the bench."""

from datetime import date, datetime, timedelta
from math import sqrt
from random import Random

from salesmgmt.demo.world.days import date_of, in_order, instant, number_of, wait
from salesmgmt.demo.world.facts import PROFILES, Applicant, Arguments, Bench, Visit
from salesmgmt.demo.world.names import Addresses, person_name, plain
from salesmgmt.demo.world.selection import Selection
from salesmgmt.demo.world.truth import HiringTruth
from salesmgmt.demo.world.words.persons import CITIES, WORK_NOW
from salesmgmt.demo.world.words.texts import ABOUT, LEFT_BENCH, REJECTED, WITHDRAWN

FEWEST = 90
ORIGINS = (("FORM", 0.55), ("HAND", 0.3), ("FILE", 0.15))


def applicants(arguments: Arguments, truth: HiringTruth, bars: Selection, first_day: date) -> list[Applicant]:
    """Everybody who ever applied, in the order in which they did."""
    count = max(FEWEST, round(arguments.reps * arguments.months * truth.candidates_per_rep_month))
    first, last = number_of(first_day), number_of(arguments.end)
    rng = Random(f"{arguments.seed}/arrivals")
    days = sorted(rng.randrange(first, last) for _ in range(count))
    addresses = Addresses("mail.example")
    return [
        _applicant(number, day, last, arguments, truth, bars, addresses) for number, day in enumerate(days, start=1)
    ]


def _applicant(
    number: int,
    day: int,
    last: int,
    arguments: Arguments,
    truth: HiringTruth,
    bars: Selection,
    addresses: Addresses,
) -> Applicant:
    rng = Random(f"{arguments.seed}/applicant/{number}")
    source = rng.choices(truth.sources, weights=[each.share for each in truth.sources])[0]
    name = person_name(rng)
    first, _, family = name.partition(" ")
    applicant = Applicant(
        number=number,
        name=name,
        email=addresses.of(f"{plain(first)}.{plain(family)}"),
        source=source.code,
        profile=rng.choice(PROFILES)[0],
        skill=rng.gauss(source.quality, 1.0),
        origin=rng.choices([code for code, _ in ORIGINS], weights=[share for _, share in ORIGINS])[0],
        headline=rng.choice(WORK_NOW).capitalize(),
        location=rng.choice(CITIES),
        about=rng.choice(ABOUT),
    )
    _run_through(applicant, day, last, truth, bars, rng)
    return applicant


def _run_through(applicant: Applicant, day: int, last: int, truth: HiringTruth, bars: Selection, rng: Random) -> None:
    """The stages up to today, to an end, or to the bench."""
    at = instant(rng, day, "Hamburg")
    for stage, (step, bar) in enumerate(zip(truth.steps, bars.bars, strict=True)):
        visit = Visit(stage, at)
        applicant.visits.append(visit)
        noise = rng.gauss(0, 1)
        applicant.noises.append(noise)
        day += wait(rng, step.days)
        leaves_at = instant(rng, day, "Hamburg")
        if day >= last:
            return
        visit.left_at = at = leaves_at
        if truth.validity * applicant.skill + sqrt(1 - truth.validity**2) * noise <= bar:
            _end(applicant, at, truth, rng)
            return
    applicant.visits.append(Visit(len(truth.steps), at))
    _put_on_bench(applicant, day, last, truth, rng)


def _end(applicant: Applicant, at: datetime, truth: HiringTruth, rng: Random) -> None:
    withdrew = rng.random() < truth.withdrawn_share
    applicant.state = "WITHDRAWN" if withdrew else "REJECTED"
    applicant.ended_at = at
    applicant.end_reason = rng.choice(WITHDRAWN if withdrew else REJECTED)


def _put_on_bench(applicant: Applicant, day: int, last: int, truth: HiringTruth, rng: Random) -> None:
    """Who passed everything stands by; the tier says how well they did. Some find another job while they wait."""
    score = truth.validity * applicant.skill + sqrt(1 - truth.validity**2) * sum(applicant.noises) / 4
    tier = "A" if score > 1.0 else "B" if score > 0.5 else "C"
    put_at = in_order([applicant.visits[-1].entered_at, applicant.visits[-1].entered_at])[1]
    bench = Bench(tier, put_at)
    applicant.bench = bench
    if rng.random() < 0.35:
        bench.ready = date_of(day) + timedelta(days=rng.choice((30, 60, 90)))
    leaves = number_of(date_of(day) + timedelta(days=1 + round(rng.expovariate(1 / truth.bench_stay_days))))
    if leaves < last:
        bench.left_at = instant(rng, leaves, "Hamburg")
        bench.leave_reason = rng.choice(LEFT_BENCH)
        applicant.state, applicant.ended_at, applicant.end_reason = "WITHDRAWN", bench.left_at, bench.leave_reason
        applicant.visits[-1].left_at = bench.left_at
