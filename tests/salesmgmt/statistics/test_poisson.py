"""Garwood's interval against the table of his paper, and against its own definition."""

import pytest

from salesmgmt.statistics.poisson import poisson_interval, poisson_share


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)]
)
def test_the_ends_are_those_of_the_published_table(events, low, high):
    found = poisson_interval(events)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_either_end_leaves_half_of_the_rest():
    found = poisson_interval(7, confidence=0.9)
    assert poisson_share(7, found.high) == pytest.approx(0.05)
    assert 1 - poisson_share(6, found.low) == pytest.approx(0.05)


@pytest.mark.parametrize(("events", "confidence"), [(-1, 0.95), (3, 1.0), (3, 0.0)])
def test_what_cannot_be_counted_is_refused(events, confidence):
    with pytest.raises(ValueError, match="cannot"):
        poisson_interval(events, confidence=confidence)
