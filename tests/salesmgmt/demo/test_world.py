"""The simulated world: the same for the same seed, and true to what it says of itself."""

import hashlib
from collections import defaultdict
from datetime import date
from itertools import chain

import pytest

from salesmgmt.demo.world.company import World, simulate
from salesmgmt.demo.world.days import date_of, number_of
from salesmgmt.demo.world.facts import Arguments
from salesmgmt.demo.world.known import known
from salesmgmt.demo.world.paths import win_chance
from salesmgmt.demo.world.selection import selection
from salesmgmt.demo.world.truth import HiringTruth, Truth, Waiting
from tests.salesmgmt.demo.rows import END, small_world


def digest(world: World) -> str:
    parts = (world.staff.people, world.applicants, world.journeys, world.goals)
    told = chain(map(repr, parts), map(repr, world.accounts()), map(repr, world.sales()))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def test_same_seed_gives_the_same_company_however_often_it_is_read():
    arguments = Arguments(seed=3, end=END, reps=8, months=6, deals=240)
    first, second = simulate(arguments), simulate(arguments)
    assert digest(first) == digest(second) == digest(first)
    assert known(first) == known(second)


def test_another_seed_or_day_gives_another_company():
    same = Arguments(seed=3, end=END, reps=8, months=6, deals=240)
    other_seed = Arguments(seed=4, end=END, reps=8, months=6, deals=240)
    other_day = Arguments(seed=3, end=date(2026, 3, 10), reps=8, months=6, deals=240)
    assert len({digest(simulate(each)) for each in (same, other_seed, other_day)}) == 3


def test_all_deals_are_there_and_nothing_happens_before_its_time():
    world = small_world()
    sales = list(world.sales())
    assert [sale.deal.number for sale in sales] == list(range(1, 301))
    for sale in sales:
        since = [version.since for version in sale.deal.versions]
        assert since == sorted(set(since))
        facts = [*since, *(each.happened_at for each in sale.activities), *(each.ordered_at for each in sale.orders)]
        assert all(world.first_day <= at.date() < END for at in facts)
        assert min(facts) == since[0]
        assert bool(sale.orders) == sale.deal.won


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_new_hires_ramp_on_the_very_days_that_were_drawn(seed: int):
    world = simulate(Arguments(seed=seed, end=END, reps=16, months=14, deals=900))
    meetings, wins = defaultdict(list), defaultdict(list)
    for sale in world.sales():
        for each in sale.activities:
            if each.kind in {"MEETING", "DEMO"}:
                meetings[each.user].append(each.happened_at.date())
        if sale.deal.won:
            for person in {sale.deal.now.owner, *(share[0] for share in sale.deal.shares)}:
                wins[person].append(sale.deal.now.since.date())
    assert len(world.journeys) >= 8
    for journey in world.journeys:
        until = min(world.staff.person(journey.person).end or END, END)
        for found, drawn in ((meetings, journey.meeting_date), (wins, journey.deal_date)):
            expected = drawn if drawn < until else None
            assert min(found[journey.person], default=None) == expected


def test_each_stage_passes_the_share_of_its_entrants_that_the_truth_says():
    truth = HiringTruth()
    found = selection(truth)
    left = {source.code: source.share for source in truth.sources}
    for place, step in enumerate(truth.steps):
        after = {code: share * found.by_source[code][place] for code, share in left.items()}
        assert sum(after.values()) / sum(left.values()) == pytest.approx(step.conversion, abs=1e-9)
        left = after
    assert found.by_source["referral"] > found.by_source["job-board"]


def test_waiting_knows_its_own_mean():
    """Against the sum of n x P(n): days are gamma with shape 2, rounded up."""
    from math import exp

    def chance_beyond(days: int, scale: float) -> float:
        return exp(-days / scale) * (1 + days / scale)

    for scale in (1.6, 8.0):
        plain = sum(n * (chance_beyond(n - 1, scale) - chance_beyond(n, scale)) for n in range(1, 400))
        assert Waiting(scale).mean == pytest.approx(plain, rel=1e-9)


def test_win_chance_is_what_many_deals_come_to():
    """Of those that have had the time to close, and whose rep was ramped from the start."""
    world = simulate(Arguments(seed=5, end=END, reps=6, months=12, deals=9_000))
    ramped = {person.number for person in world.staff.sellers() if person.applicant is None}
    decided = number_of(END) - 130
    old = [sale.deal for sale in world.sales() if sale.deal.visits[0][1] < decided]
    old = [deal for deal in old if deal.versions[0].owner in ramped]
    assert len(old) > 2_000
    assert sum(deal.closed for deal in old) / len(old) > 0.99
    assert sum(deal.won for deal in old) / len(old) == pytest.approx(win_chance(Truth().selling), abs=0.025)


def test_something_waits_for_people_today():
    world = small_world()
    here = [each.bench for each in world.applicants if each.bench and each.bench.left_at is None]
    assert any(bench.next_touch < END for bench in here)
    held = [each for applicant in world.applicants for each in applicant.interviews if each.scheduled_at.date() < END]
    assert any(len(each.cards) < len(each.panel) for each in held)
    plans = [sale.plans for sale in world.sales() if not sale.deal.closed]
    assert any(not plan.step for plan in plans)
    assert any(plan.step_date == END for plan in plans)
    assert any(plan.step_date and plan.step_date < END for plan in plans)
    nora = next(person for person in world.staff.people if person.name.startswith("Nora "))
    items = next(journey.items for journey in world.journeys if journey.person == nora.number)
    assert any(item.done_at for item in items)
    assert any(not item.done_at for item in items)


@pytest.mark.parametrize("wanted", [{"reps": 3}, {"months": 2}, {"deals": 5}])
def test_a_company_too_small_for_a_history_is_refused(wanted: dict[str, int]):
    with pytest.raises(ValueError, match="ask for more"):
        simulate(Arguments(seed=1, end=END, **{"reps": 8, "months": 6, "deals": 240, **wanted}))


def test_working_days_leave_weekends_out():
    friday, monday = date(2026, 2, 27), date(2026, 3, 2)
    assert number_of(monday) == number_of(friday) + 1 == number_of(date(2026, 2, 28))
    assert [date_of(number_of(day)) for day in (friday, monday)] == [friday, monday]
