"""Survival curves against published trials, against a plain oracle and SciPy, and at their edges."""

import json
from fractions import Fraction
from math import exp, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf
from scipy.stats import logrank as scipy_log_rank

from salesmgmt.statistics.log_rank import log_rank
from salesmgmt.statistics.quantiles import median
from salesmgmt.statistics.survival import MedianTime, survival_curve
from tests.salesmgmt.statistics.plain_survival import plain_curve, plain_median
from tests.salesmgmt.statistics.worked import worked_tables

CASES = json.loads((Path(__file__).parents[2] / "cases" / "survival.json").read_text())
TRIAL = CASES["freireich"]
TIMES = st.lists(st.integers(0, 12), max_size=14)


def arm(name: str):
    return survival_curve(TRIAL[name]["events"], TRIAL[name]["censored"])


def test_the_treated_arm_is_exact():
    shares = {str(step.time): step.survival for step in arm("treated").steps}
    assert shares == {time: Fraction(*share) for time, share in TRIAL["treated_survival"].items()}


def test_the_control_arm_is_as_printed():
    shares = {str(step.time): float(round(step.survival, 4)) for step in arm("control").steps}
    assert shares == TRIAL["control_survival"]


@pytest.mark.parametrize("name", ["control", "treated"])
def test_medians_and_their_intervals_are_as_printed(name):
    printed = TRIAL["medians"][name]
    low, high = printed["ci95"]
    assert arm(name).median() == MedianTime(Fraction(printed["median"]), low, high, 0.95)


def test_the_log_rank_test_is_as_printed():
    found = log_rank(arm("control"), arm("treated"))
    assert list(found.observed) == TRIAL["log_rank"]["observed"]
    assert [round(expected, 2) for expected in found.expected] == TRIAL["log_rank"]["expected"]
    assert round(found.chi2, 5) == TRIAL["log_rank"]["chi2"]


def test_the_tiny_log_rank_test_is_as_printed():
    case = CASES["tiny_log_rank"]
    assert case["event"] == [[1, 1, 1], [1, 1, 1]]
    found = log_rank(*(survival_curve(times, []) for times in case["times"]))
    assert (round(found.chi2, 6), round(found.p, 6)) == (case["chi2"], case["p"])


def test_the_page_holds_the_curve_the_medians_and_the_test():
    curve, medians, compared = worked_tables("survival.md")
    assert curve == [
        [str(cell) for cell in (step.time, step.at_risk, step.events, step.survival)]
        + [f"{float(share):.4f}" for share in (step.survival, step.interval.low, step.interval.high)]
        for step in arm("treated").steps
    ]
    assert medians == [[name, *summary(name)] for name in ("treated", "control")]
    found = log_rank(arm("control"), arm("treated"))
    assert compared == [
        [name, str(observed), f"{expected:.2f}", f"{found.chi2:.5f}"]
        for name, observed, expected in zip(("control", "treated"), found.observed, found.expected, strict=True)
    ]


def summary(name: str) -> list[str]:
    curve, finished = arm(name), TRIAL[name]["events"]
    found = curve.median()
    ends = ["not reached" if end is None else str(end) for end in (found.value, found.low, found.high)]
    return [*map(str, (curve.n, curve.events, curve.censored)), *ends, f"{sum(finished) / len(finished):.2f}"]


def test_a_mean_over_those_who_finished_would_lie():
    finished = TRIAL["treated"]["events"]
    assert round(sum(finished) / len(finished), 2) == 12.11
    assert arm("treated").median().value == 23


def test_those_who_were_waiting_are_counted_at_any_time():
    treated = arm("treated")
    assert [treated.at_risk(week) for week in (0, 6, 7, 10, 11, 23, 35, 36)] == [21, 21, 17, 15, 13, 6, 1, 0]
    assert (treated.n, treated.events, treated.censored, treated.longest) == (21, 9, 12, 35)
    assert [treated.survival(week) for week in (5, 6, 9, 99)] == [
        1,
        Fraction(6, 7),
        Fraction(96, 119),
        Fraction(160, 357),
    ]


def test_greenwoods_variance_by_hand():
    """Week 6: 3 of 21, week 7: 1 of 17."""
    six, seven, *_ = arm("treated").steps
    assert six.variance == Fraction(6, 7) ** 2 * Fraction(3, 21 * 18)
    spread = Fraction(3, 21 * 18) + Fraction(1, 17 * 16)
    assert seven.variance == Fraction(96, 119) ** 2 * spread
    assert seven.interval.low == pytest.approx(96 / 119 * exp(-1.959963985 * sqrt(spread)))
    assert seven.interval.high == pytest.approx(96 / 119 * exp(1.959963985 * sqrt(spread)))


@given(TIMES, TIMES)
def test_the_curve_agrees_with_redistributing_to_the_right(happened, waiting):
    curve = survival_curve(happened, waiting)
    assert {step.time: step.survival for step in curve.steps} == plain_curve(happened, waiting)
    assert curve.median().value == plain_median(happened, waiting)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@given(TIMES.filter(bool), TIMES)
def test_the_curve_and_its_variance_agree_with_scipy(happened, waiting):
    curve = survival_curve(happened, waiting)
    other = ecdf(CensoredData(uncensored=happened, right=waiting)).sf
    spreads = other.confidence_interval(method="linear")
    for step in curve.steps:
        assert float(step.survival) == pytest.approx(float(other.evaluate(step.time)))
        if step.variance is not None:
            half = 1.959963985 * sqrt(step.variance)
            assert max(0.0, float(step.survival) - half) == pytest.approx(float(spreads.low.evaluate(step.time)))


@given(TIMES, TIMES)
def test_a_curve_falls_within_its_interval_and_nobody_is_lost(happened, waiting):
    curve = survival_curve(happened, waiting)
    shares = [step.survival for step in curve.steps]
    assert shares == sorted(set(shares), reverse=True)
    assert (curve.events, curve.censored, curve.n) == (len(happened), len(waiting), len(happened) + len(waiting))
    for step in curve.steps:
        assert curve.at(step.time) == step
        assert step.at_risk == sum(time >= step.time for time in happened + waiting)
        if step.interval:
            assert 0 < step.interval.low <= step.survival <= step.interval.high <= 1
    found = curve.median()
    if None not in (found.low, found.high):
        assert found.low <= found.value <= found.high


@given(st.lists(st.integers(0, 30), min_size=1))
def test_without_censoring_the_median_is_the_median(happened):
    assert survival_curve(happened, []).median().value == median(happened)


@given(TIMES.filter(bool), TIMES)
def test_waiting_longer_never_makes_it_shorter(happened, waiting):
    """The mistake of a mean over finishers: who has not finished has to count."""
    longer = survival_curve(happened, [*waiting, max(happened) + 1]).median().value
    shorter = survival_curve(happened, waiting).median().value
    assert longer is None or (shorter is not None and longer >= shorter)


@given(TIMES.filter(bool), TIMES, TIMES.filter(bool), TIMES)
def test_log_rank_agrees_with_scipy(happened, waiting, other_happened, other_waiting):
    found = log_rank(survival_curve(happened, waiting), survival_curve(other_happened, other_waiting))
    if found.chi2 is None:
        return
    other = scipy_log_rank(
        CensoredData(uncensored=happened, right=waiting), CensoredData(uncensored=other_happened, right=other_waiting)
    )
    assert found.chi2 == pytest.approx(float(np.square(other.statistic)), abs=1e-9)
    assert found.p == pytest.approx(float(other.pvalue), abs=1e-9)
    assert sum(found.expected) == pytest.approx(sum(found.observed))


def test_nobody_has_no_curve():
    curve = survival_curve([], [])
    assert (curve.steps, curve.n, curve.longest, curve.survival(5), curve.at_risk(0)) == ((), 0, None, 1, 0)
    assert curve.median() == MedianTime(None, None, None, 0.95)


def test_as_long_as_it_happened_to_nobody_nothing_is_reached():
    curve = survival_curve([], [3, 3, 9])
    assert (curve.steps, curve.censored, curve.at_risk(3), curve.at_risk(4)) == ((), 3, 3, 1)
    assert curve.median() == MedianTime(None, None, None, 0.95)


def test_of_one_person_there_is_a_median_but_no_interval():
    curve = survival_curve([4], [])
    assert curve.median() == MedianTime(Fraction(4), None, None, 0.95)
    assert (curve.steps[0].survival, curve.steps[0].variance, curve.steps[0].interval) == (0, None, None)


def test_on_the_same_day_what_happens_comes_first():
    assert survival_curve([5], [5]).survival(5) == Fraction(1, 2)
    assert survival_curve([5], [4]).survival(5) == 0


def test_a_curve_that_ends_at_one_half_has_its_median_in_the_middle_of_the_level():
    assert survival_curve([2], [6]).median().value == 4
    assert survival_curve([2, 8], []).median().value == 5


@pytest.mark.parametrize(("happened", "waiting", "confidence"), [([-1], [], 0.95), ([], [-2], 0.95), ([1], [], 1.0)])
def test_what_no_curve_can_be_made_of_is_refused(happened, waiting, confidence):
    with pytest.raises(ValueError, match=r"."):
        survival_curve(happened, waiting, confidence=confidence)


@pytest.mark.parametrize(("first", "second"), [(([], []), ([], [])), (([3], []), ([], [])), (([3], []), ([3], []))])
def test_log_rank_says_when_nothing_can_be_compared(first, second):
    found = log_rank(survival_curve(*first), survival_curve(*second))
    assert (found.chi2, found.p) == (None, None)
