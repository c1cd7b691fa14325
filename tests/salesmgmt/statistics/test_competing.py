"""The worked table of docs/algorithms/expected_conversion.md, and what holds of every estimate of competing risks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.statistics.competing import competing_risks
from salesmgmt.statistics.survival import survival_curve
from tests.salesmgmt.statistics.worked import worked_tables

TIMES = st.lists(st.integers(0, 12), max_size=12)


def test_the_worked_table():
    rows = worked_tables("expected_conversion.md")[0]
    causes, waiting = [[], [], []], []
    for day, _, *counts, seen, _, _, _, _ in rows:
        for times, count in zip(causes, counts, strict=True):
            times.extend([int(day)] * int(count))
        waiting += [int(day)] * int(seen)
    found = competing_risks(causes, waiting)
    assert (found.n, found.counts, found.at_risk) == (10, (3, 2, 1), 3)
    steps = {step.time: step for step in found.steps}
    assert sorted(steps) == [1, 2, 4, 8]
    for day, at_risk, *_, further, rejected, withdrawn, waits in rows:
        if step := steps.get(int(day)):
            assert step.at_risk == int(at_risk)
            assert step.shares == (Fraction(further), Fraction(rejected), Fraction(withdrawn))
            assert step.waiting == Fraction(waits)


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
