"""Wilson's interval against its page, against the equation it solves, and at its edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from salesmgmt.statistics.wilson import wilson_interval
from tests.salesmgmt.statistics.worked import worked_rows


@pytest.mark.parametrize("row", worked_rows("wilson.md"), ids=lambda row: f"{row[0]} of {row[1]}")
def test_wilson_agrees_with_its_page(row):
    successes, n = int(row[0]), int(row[1])
    interval = wilson_interval(successes, n)
    shown = [f"{value:.4f}" for value in (successes / n, interval.low, interval.high)]
    assert shown == row[2:]


def test_wilson_page_has_the_published_rows():
    assert [row[:2] for row in worked_rows("wilson.md")][:4] == [["81", "263"], ["15", "148"], ["0", "20"], ["1", "29"]]


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_agrees_with_scipy(trials, confidence):
    successes, n = trials
    interval = wilson_interval(successes, n, confidence=confidence)
    other = binomtest(successes, n).proportion_ci(confidence, method="wilson")
    assert interval.low == pytest.approx(other.low, abs=1e-9)
    assert interval.high == pytest.approx(other.high, abs=1e-9)
    assert 0 <= interval.low <= successes / n <= interval.high <= 1
    assert interval.confidence == confidence


@pytest.mark.parametrize(
    ("successes", "n", "confidence"), [(0, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0), (1, 5, 0)]
)
def test_wilson_refuses_what_is_no_rate(successes, n, confidence):
    with pytest.raises(ValueError, match=r"."):
        wilson_interval(successes, n, confidence=confidence)
