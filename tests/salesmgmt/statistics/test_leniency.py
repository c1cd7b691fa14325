"""Leniency: the page's worked table, what cannot be compared, and that known truth is found again."""

from random import Random

import pytest

from salesmgmt.demo.world.interviews import rating
from salesmgmt.demo.world.truth import HiringTruth
from salesmgmt.statistics.leniency import Rating, leniency
from tests.pipeline.crm.test_worked_tables import tables

TRUTH = HiringTruth()
MEAN = sum(TRUTH.leniency) / len(TRUTH.leniency)
WIDEST, NARROWEST = 0.3, 0.1


def worked() -> tuple[list[Rating], list[dict[str, str]]]:
    given, found = tables("leniency.md")
    names = ["A", "B", "C"]
    ratings = [
        Rating(row["candidate"], row["candidate"], names.index(name), float(row[name]))
        for row in given
        for name in names
        if row[name] != "not seen"
    ]
    return ratings, found


def test_the_worked_table_is_what_the_engine_finds():
    ratings, found = worked()
    told = [(f"{each.estimate:.4f}", f"{each.low:.4f}", f"{each.high:.4f}", each.ratings) for each in leniency(ratings)]
    assert told == [(row["leniency"], row["low"], row["high"], int(row["shared ratings"])) for row in found]
    assert not any(each.is_enough for each in leniency(ratings))


def test_who_rated_nothing_with_others_is_not_compared():
    alone = [Rating(1, 1, 9, 5.0), Rating(2, 2, 9, 5.0)]
    assert leniency(alone) == []
    ratings, _ = worked()
    assert [each.rater for each in leniency([*ratings, *alone])] == [0, 1, 2]
    apart = [Rating(n, n, rater, 3.0 + rater) for n in (7, 8) for rater in (20, 21)]
    assert [each.rater for each in leniency([*ratings, *apart])] == [0, 1, 2]


def test_what_everybody_adds_and_whom_one_sees_changes_nothing():
    """Only differences within a cell count: a candidate whom all rate higher moves nobody."""
    ratings, _ = worked()
    raised = [Rating(r.candidate, r.cell, r.rater, r.value + 2 * (r.candidate == "1")) for r in ratings]
    assert [round(each.estimate, 9) for each in leniency(raised)] == [
        round(each.estimate, 9) for each in leniency(ratings)
    ]


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
        for each in leniency(simulated(seed)):
            assert NARROWEST < each.high - each.low < WIDEST
            counts[each.rater] += each.low <= TRUTH.leniency[each.rater] - MEAN <= each.high
    return counts


def test_known_leniency_is_found_in_a_few_runs():
    assert min(held(4)) >= 3


@pytest.mark.slow
def test_known_leniency_is_in_17_to_20_of_20_intervals():
    assert all(17 <= count <= 20 for count in held(20))
