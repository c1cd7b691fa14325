"""The need of teams in tenths that add up: the worked table of docs/algorithms/bench_depth.md, and in general."""

from fractions import Fraction
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from hiring.engine.need import Need, Seats, in_tenths, together
from hiring.templatetags.hiring_need import tenths
from tests.pipeline.crm.test_worked_tables import tables


def need(leavers: Fraction | None, seats: int) -> Need:
    return Need(leavers, None, None, Seats(growth=seats))


LEAVERS = st.none() | st.fractions(min_value=0, max_value=20, max_denominator=10_000)
NEEDS = st.lists(st.builds(need, LEAVERS, st.integers(0, 9)), max_size=12)


def test_the_worked_table():
    *_, rows = tables("bench_depth.md")
    for _, of_case in groupby(rows, key=lambda row: row["case"]):
        *teams, total = of_case
        needs = [
            need(None if row["leavers"] == "not known" else Fraction(row["leavers"]), int(row["seats"]))
            for row in teams
        ]
        assert [f"{float(each.people):.4f}" for each in needs] == [row["needed"] for row in teams]
        alone = [tenths(each.people) for each in needs]
        assert [*alone, tenths(sum(map(Fraction, alone)))] == [row["rounded alone"] for row in [*teams, total]]
        shown = in_tenths(needs)
        assert [tenths(each.people) for each in shown] == [row["shown"] for row in teams]
        assert tenths(sum(each.people for each in shown)) == tenths(together(needs).people) == total["shown"]
        assert [each.leavers is None for each in shown] == [row["leavers"] == "not known" for row in teams]


@given(NEEDS)
def test_parts_add_up_and_stay_less_than_a_tenth_away(needs):
    shown = in_tenths(needs)
    assert tenths(sum((each.people for each in shown), Fraction(0))) == tenths(together(needs).people)
    for each, exact in zip(shown, needs, strict=True):
        assert abs(each.people - exact.people) < Fraction(1, 10)
        assert (each.people * 10).denominator == 1
        assert (each.leavers or 0) + exact.seats.all == each.people
        assert each.leavers is None or each.leavers >= 0
