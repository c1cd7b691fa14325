"""Leniency: the page's worked table, what cannot be compared, and that known truth is found again."""

from collections import defaultdict
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.demo.world.interviews import rating
from salesmgmt.demo.world.truth import HiringTruth
from salesmgmt.statistics.leniency import Leniency, leniency
from tests.pipeline.crm.test_worked_tables import tables
from tests.salesmgmt.statistics.two_way import Rating, cells_of, in_columns, one_by_one, pairs_of

TRUTH = HiringTruth()
MEAN = sum(TRUTH.leniency) / len(TRUTH.leniency)
WIDEST, NARROWEST = 0.3, 0.1


def compared(ratings: list[Rating]) -> list[Leniency]:
    return leniency(pairs_of(ratings))


def worked() -> tuple[list[Rating], list[dict[str, str]]]:
    rated, found = tables("leniency.md")
    names = ["A", "B", "C"]
    ratings = [
        Rating(int(row["candidate"]), row["candidate"], names.index(name), int(row[name]))
        for row in rated
        for name in names
        if row[name] != "not seen"
    ]
    return ratings, found


def test_the_worked_table_is_what_the_engine_finds():
    ratings, found = worked()
    told = [(f"{each.estimate:.4f}", f"{each.low:.4f}", f"{each.high:.4f}", each.ratings) for each in compared(ratings)]
    assert told == [(row["leniency"], row["low"], row["high"], int(row["shared ratings"])) for row in found]
    assert not any(each.is_enough for each in compared(ratings))


def test_who_rated_nothing_with_others_is_not_compared():
    alone = [Rating(1, 1, 9, 5), Rating(2, 2, 9, 5)]
    assert compared(alone) == []
    ratings, _ = worked()
    assert [each.rater for each in compared([*ratings, *alone])] == [0, 1, 2]
    apart = [Rating(n, n, rater, rater - 18) for n in (7, 8) for rater in (20, 21)]
    assert [each.rater for each in compared([*ratings, *apart])] == [0, 1, 2]
    assert compared(apart[:2]) == []  # one candidate says nothing of chance


def test_what_everybody_adds_and_whom_one_sees_changes_nothing():
    """Only differences within a cell count: a candidate whom all rate higher moves nobody."""
    ratings, _ = worked()
    raised = [Rating(r.candidate, r.cell, r.rater, r.value + 2 * (r.candidate == 1)) for r in ratings]
    assert [round(each.estimate, 9) for each in compared(raised)] == [
        round(each.estimate, 9) for each in compared(ratings)
    ]


def told_as_numbers(found: list[Leniency]) -> dict[int, tuple]:
    return {e.rater: (round(e.estimate, 9), round(e.low, 9), round(e.high, 9), e.ratings, e.candidates) for e in found}


@given(st.lists(st.sets(st.integers(0, 4), min_size=1, max_size=4), min_size=4, max_size=12), st.randoms())
def test_it_is_what_least_squares_over_single_ratings_say(panels, rng):
    """Panels of up to four, three competencies of which some are not seen, and candidates who came twice."""
    ratings = [
        Rating(number // 2, (number, competency), who, rng.randint(1, 5))
        for number, panel in enumerate([{0, 1, 2, 3, 4}, {0, 1, 2, 3, 4}, {0, 1}, *panels])
        for competency in range(3)
        for who in panel
        if number < 2 or rng.random() < 0.8
    ]
    expected = {who: (*(round(x, 9) for x in one[:3]), *one[3:]) for who, one in one_by_one(ratings).items()}
    found = told_as_numbers(compared(ratings))
    assert found.keys() == expected.keys()
    for who, numbers in expected.items():
        assert found[who] == pytest.approx(numbers, abs=1e-7)


def test_rows_of_the_same_two_may_be_added_up_and_turned_round():
    """As the database does: by candidate and pair, and how many rated a cell with them."""
    ratings = simulated(1, candidates=40)
    ratings += [Rating(n, (n, "all"), who, 1 + (n + who) % 5) for n in range(20) for who in range(5)]
    together = defaultdict(lambda: [0, 0])
    for of_cell in cells_of(ratings):
        for one, other in combinations(of_cell, 2):
            first, second = sorted((one, other), key=lambda each: -each.rater)
            sums = together[one.candidate, first.rater, second.rater, len(of_cell)]
            sums[0] += 1
            sums[1] += first.value - second.value
    added = in_columns([(*key, *sums) for key, sums in together.items()])
    assert len(added.cells) < len(pairs_of(ratings).cells)
    assert told_as_numbers(leniency(added)) == told_as_numbers(compared(ratings))


def simulated(seed: int, candidates: int = 150) -> list[Rating]:
    """Two of the sample's six interviewers see each candidate, and four of five competencies each."""
    rng, found = Random(seed), []
    for candidate in range(candidates):
        skill, day = rng.gauss(0, 1), rng.gauss(0, 1)
        for who in rng.sample(range(len(TRUTH.leniency)), 2):
            for competency in rng.sample(range(5), 4):
                value = rating(skill, day, TRUTH.leniency[who], TRUTH, rng)
                found.append(Rating(candidate, (candidate, competency), who, value))
    return found


def held(seeds: int) -> list[int]:
    """For each interviewer, in how many runs the interval holds the truth; none is too wide to say anything."""
    counts = [0] * len(TRUTH.leniency)
    for seed in range(seeds):
        for each in compared(simulated(seed)):
            assert NARROWEST < each.high - each.low < WIDEST
            counts[each.rater] += each.low <= TRUTH.leniency[each.rater] - MEAN <= each.high
    return counts


def test_known_leniency_is_found_in_a_few_runs():
    assert min(held(4)) >= 3


@pytest.mark.slow
def test_known_leniency_is_in_17_to_20_of_20_intervals():
    assert all(17 <= count <= 20 for count in held(20))
