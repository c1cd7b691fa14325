"""The worked table of docs/algorithms/what_to_improve.md, and that each change alone closes the gap exactly."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hiring.engine.improving import Step, improving
from salesmgmt.statistics.wilson import Interval
from tests.pipeline.crm.test_worked_tables import tables

KNOWN = Interval(0.1, 0.9, 0.95)
SHARES = st.fractions(Fraction(1, 20), 1, max_denominator=20)
STEPS = st.lists(st.tuples(SHARES, st.integers(0, 40)), min_size=1, max_size=5)


def test_the_worked_table():
    [rows] = tables("what_to_improve.md")
    steps = [
        Step(row["stage"], int(row["entered"]), Fraction(row["share"]), KNOWN, int(row["in it now"])) for row in rows
    ]
    found = improving(steps, gap=6, inflow=Fraction(10))
    assert (found.of_waiting, found.expected, found.short) == (Fraction(9, 2), Fraction(41, 8), Fraction(7, 8))
    assert (found.overall, found.more_starts) == (Fraction(1, 16), 14)
    assert [change.needed for change in found.changes] == [Fraction(row["would have to"]) for row in rows]


@given(STEPS, st.integers(1, 60), st.integers(0, 40))
def test_each_change_alone_closes_the_gap(drawn, gap, inflow):
    steps = [Step(str(place), 30, share, KNOWN, waiting) for place, (share, waiting) in enumerate(drawn)]
    found = improving(steps, gap=gap, inflow=Fraction(inflow))
    if not found.short:
        return
    assert improving(steps, gap=gap, inflow=Fraction(inflow + found.more_starts)).short == 0
    assert improving(steps, gap=gap, inflow=Fraction(inflow + found.more_starts - 1)).short > 0
    for place, change in enumerate(found.changes):
        if change.needed is not None:
            changed = [replace(step, share=change.needed) if at == place else step for at, step in enumerate(steps)]
            assert improving(changed, gap=gap, inflow=Fraction(inflow)).expected == gap


def test_too_few_and_nobody():
    step = Step("Applied", 12, Fraction(1, 3), None, 0)
    found = improving([step], gap=2, inflow=Fraction(0))
    assert not found.is_told
    assert (found.thinnest, found.changes[0].needed, found.changes[0].is_possible) == (step, None, False)
    assert improving([], gap=1, inflow=Fraction(3)).more_starts is None
