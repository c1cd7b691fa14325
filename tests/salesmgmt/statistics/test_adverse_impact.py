"""Adverse impact: the cases, the page's worked table, and both tests against SciPy's."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.statistics.adverse_impact import (
    Finding,
    Group,
    fisher_exact,
    impacts,
    is_reversed_by_one,
    is_under_four_fifths,
    parting,
    pooled_z,
)
from tests.crm_data import ROOT
from tests.pipeline.crm.test_worked_tables import tables

CASES = json.loads((ROOT / "tests" / "cases" / "selection.json").read_text())


def told(name: str, rows: list[tuple[int, int]], least: int = 20):
    return impacts([Group(f"{name} {n}", *row) for n, row in enumerate(rows)], least=least)


def test_the_example_of_1979():
    case = CASES["eeoc_1979"]
    found = told("group", [(100, rate) for rate in case["rates_pct"]])
    assert [each.finding == Finding.UNDER for each in found] == case["flagged"]
    assert [each.ratio and each.ratio * 100 for each in found] == pytest.approx(case["ratios_pct"])


def test_question_21_finds_nothing_where_one_turns_it_round():
    case = CASES["eeoc_1979_small_numbers"]
    men, women = told("group", case["applied_selected"], least=10)
    assert is_under_four_fifths(women.group, men.group)
    assert [each.finding == Finding.BY_ONE for each in (men, women)] == case["reversed_by_one"]
    assert not is_reversed_by_one(Group("women", 100, 10), Group("men", 200, 30))


def test_three_groups():
    case = CASES["three_groups"]
    found = told("group", case["applied_selected"])
    assert [each.finding == Finding.UNDER for each in found] == case["flagged"]
    assert [round(each.ratio or 1.0, 4) for each in found] == case["ratios"]
    assert [int(100 * each.group.selected / each.group.considered) for each in found] == case["rates_pct"]


def test_the_worked_table():
    (rows,) = tables("adverse_impact.md")
    assert len(rows) == 15
    for case in dict.fromkeys(row["case"] for row in rows):
        own = [row for row in rows if row["case"] == case]
        groups = [Group(row["group"], int(row["considered"]), int(row["selected"])) for row in own]
        for each, row in zip(impacts(groups, least=10), own, strict=True):
            assert each.finding == row["finding"]
            assert each.hinges_on_one == (row["hinges on one"] == "yes")
            numbers = ((each.ratio, 4), (each.fisher, 4), (each.z, 3), (each.z_p, 4))
            said = ["" if value is None else f"{value:.{places}f}" for value, places in numbers]
            assert said == [row["ratio"], row["Fisher"], row["z"], row["z's p"]]


def test_few_people_and_small_shares_set_no_standard():
    found = impacts([Group("few", 19, 19), Group("a", 490, 98), Group("b", 490, 49), Group("share", 20, 20)])
    assert [each.finding for each in found] == ["TOO_FEW", "HIGHEST", "UNDER", "SMALL_SHARE"]
    assert [each.finding for each in impacts([Group("a", 50, 0), Group("b", 50, 0)])] == ["TOO_FEW"] * 2
    assert [each.finding for each in impacts([Group("a", 50, 9), Group("b", 19, 0)])] == ["TOO_FEW"] * 2


def test_a_sum_that_says_other_than_its_parts_is_named():
    rows = {"one": [Group("A", 100, 50), Group("B", 40, 20)], "two": [Group("A", 40, 8), Group("B", 100, 20)]}
    parts = {name: impacts(groups) for name, groups in rows.items()}
    pooled = impacts([Group("A", 140, 58), Group("B", 140, 40)])
    assert parting(pooled, parts) == ["B"]
    assert parting(pooled, {"one": pooled}) == []
    assert parting(parts["one"], {"one": pooled}) == ["B"]
    assert parting(pooled, {"few": impacts([Group("A", 9, 9), Group("B", 9, 0)])}) == []


counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(counts, counts)
def test_both_tests_are_scipys(one, other):
    from scipy.stats import fisher_exact as theirs
    from scipy.stats import norm

    a, b = Group("a", *one), Group("b", *other)
    table = [[each.selected, each.considered - each.selected] for each in (a, b)]
    assert fisher_exact(a, b) == pytest.approx(theirs(table)[1], rel=1e-6)
    z = pooled_z(a, b)
    assert (z is None) == (sum(row[0] for row in table) == 0 or sum(row[1] for row in table) == 0)
    if z:
        assert z[1] == pytest.approx(2 * norm.sf(abs(z[0])), rel=1e-9)


@given(counts, counts)
def test_moving_one_is_done_and_asked_again(one, other):
    """Against a plain reading in fractions."""
    from fractions import Fraction

    a, b = Group("a", *one), Group("b", *other)
    assert is_under_four_fifths(a, b) == (
        Fraction(a.selected, a.considered) < Fraction(4, 5) * Fraction(b.selected, b.considered)
    )
    can_move = b.selected > 0 and a.selected < a.considered
    turned = can_move and Fraction(a.selected + 1, a.considered) > Fraction(b.selected - 1, b.considered)
    assert is_reversed_by_one(a, b) == turned
