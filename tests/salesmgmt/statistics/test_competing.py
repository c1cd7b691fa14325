"""The worked table of docs/algorithms/expected_conversion.md, and what holds of every estimate of competing risks."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.statistics.competing import Competing, competing_risks
from salesmgmt.statistics.survival import survival_curve
from tests.salesmgmt.statistics.worked import worked_tables

TIMES = st.lists(st.integers(0, 12), max_size=12)


def of_the_table(times_as_many: int = 1) -> Competing:
    causes, waiting = [[], [], []], []
    for day, _, *counts, seen, _, _, _, _ in worked_tables("expected_conversion.md")[0]:
        for times, count in zip(causes, counts, strict=True):
            times.extend([int(day)] * int(count) * times_as_many)
        waiting += [int(day)] * int(seen) * times_as_many
    return competing_risks(causes, waiting)


def test_the_worked_table():
    found = of_the_table()
    assert (found.n, found.counts, found.at_risk) == (10, (3, 2, 1), 3)
    steps = {step.time: step for step in found.steps}
    assert sorted(steps) == [1, 2, 4, 8]
    for day, at_risk, *_, further, rejected, withdrawn, waits in worked_tables("expected_conversion.md")[0]:
        if step := steps.get(int(day)):
            assert step.at_risk == int(at_risk)
            assert step.shares == (Fraction(further), Fraction(rejected), Fraction(withdrawn))
            assert step.waiting == Fraction(waits)


def test_the_variance_by_hand():
    added = Fraction(0)
    for row in worked_tables("expected_conversion.md")[1]:
        _, n, d, k, w, g, first, second, third, adds = (Fraction(cell) for cell in row)
        assert first == w**2 * k * (n - k) / n**3
        assert second == 2 * g * w * k / n**2
        assert third == g**2 * d / (n * (n - d))
        assert adds == first - second + third
        added += adds
    assert added == Fraction(8367, 343000)
    assert of_the_table().variance(0) == pytest.approx(float(added), rel=1e-12)


def test_intervals_of_the_table_and_too_few():
    assert of_the_table().interval(0) is None  # ten people are too few
    found = of_the_table(10)
    for cause, (_, n, share, variance, low, high) in enumerate(worked_tables("expected_conversion.md")[2]):
        assert (str(found.n), f"{float(found.shares[cause]):.1%}") == (n, share)
        assert found.variance(cause) == pytest.approx(float(Fraction(variance)), rel=1e-12)
        told = found.interval(cause)
        assert (f"{told.low:.1%}", f"{told.high:.1%}") == (low, high)
    assert competing_risks([[1] * 4, [2] * 30], []).interval(0) is None  # to four people it happened
    assert competing_risks([[1] * 30, [2] * 4], []).interval(0) is None  # to four it did not


def moved(causes: Sequence[Sequence[int]], waiting: Sequence[int], cause: int) -> float:
    """The variance by another road: how the share moves with each hazard, tried out, and how hazards vary together."""
    found = competing_risks(causes, waiting)
    hazards = [[count / step.at_risk for count in step.events] for step in found.steps]

    def share(hazards: list[list[float]]) -> float:
        waits, share = 1.0, 0.0
        for step in hazards:
            share, waits = share + waits * step[cause], waits * (1 - sum(step))
        return share

    total = 0.0
    for number, step in enumerate(found.steps):
        slopes = []
        for each in range(len(causes)):
            ends = []
            for shift in (1e-6, -1e-6):
                tried = [list(of_step) for of_step in hazards]
                tried[number][each] += shift
                ends.append(share(tried))
            slopes.append((ends[0] - ends[1]) / 2e-6)
        for one, slope in enumerate(slopes):
            for two, other in enumerate(slopes):
                same = step.events[one] * (step.at_risk if one == two else 0) - step.events[one] * step.events[two]
                total += slope * other * same / step.at_risk**3
    return total


@given(st.lists(st.integers(0, 6), min_size=1, max_size=8), TIMES, st.lists(st.integers(0, 6), max_size=8))
def test_the_variance_is_that_of_the_hazards(first, second, waiting):
    found = competing_risks([first, second], waiting)
    assert found.variance(0) == pytest.approx(moved([first, second], waiting, 0), abs=1e-7)
    if not waiting:
        share = len(first) / found.n
        assert found.variance(0) == pytest.approx(share * (1 - share) / found.n)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Further at 4 in 100 a day, rejected at 6, for people who came in over the last 80 days: 40% in the end."""
    held, widths = 0, []
    for seed in range(40):
        draw = Random(seed)
        causes, waiting = [[], []], []
        for _ in range(150):
            day, seen = 1, draw.randrange(1, 80)
            while day <= seen and draw.random() >= 0.1:
                day += 1
            (waiting if day > seen else causes[draw.random() < 0.6]).append(min(day, seen))
        told = competing_risks(causes, waiting).interval(0)
        held += told.low <= 0.4 <= told.high
        widths.append(told.high - told.low)
    assert 35 <= held <= 40
    assert max(widths) < 0.25


def test_thousands_of_steps_stay_short():
    draw = Random(1)
    causes, waiting = [[draw.randrange(900) for _ in range(20_000)] for _ in range(2)], list(range(0, 900, 2))
    found = competing_risks(causes, waiting)
    assert len(found.steps) > 800
    assert max(step.waiting.denominator.bit_length() for step in found.steps) < 2000
    assert sum(found.shares) + found.waiting == 1
    plainly = [0.0, 1.0]
    for step in found.steps:
        plainly = [
            plainly[0] + plainly[1] * step.events[0] / step.at_risk,
            plainly[1] * (1 - sum(step.events) / step.at_risk),
        ]
    assert float(found.shares[0]) == pytest.approx(plainly[0], rel=1e-9)


@given(TIMES, TIMES, TIMES)
def test_shares_are_those_of_plain_fractions(first, second, waiting):
    shares, waits = [Fraction(0), Fraction(0)], Fraction(1)
    for step in competing_risks([first, second], waiting).steps:
        shares = [share + waits * count / step.at_risk for share, count in zip(shares, step.events, strict=True)]
        waits -= waits * sum(step.events) / step.at_risk
        assert (step.shares, step.waiting) == (tuple(shares), waits)


@given(TIMES, TIMES, TIMES)
def test_shares_add_up_and_what_waits_is_kaplan_and_meiers(first, second, waiting):
    found = competing_risks([first, second], waiting)
    assert sum(found.shares) + found.waiting == 1
    curve = survival_curve(first + second, waiting)
    assert found.waiting == (curve.steps[-1].survival if curve.steps else 1)
    if not waiting and found.n:  # nobody was lost sight of: shares are plain ones
        assert found.shares == (Fraction(len(first), found.n), Fraction(len(second), found.n))


def test_nobody_is_nothing_and_a_negative_time_is_refused():
    assert competing_risks([[], []], []).shares == (0, 0)
    with pytest.raises(ValueError, match="below 0"):
        competing_risks([[-1]], [])
