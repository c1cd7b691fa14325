"""Spreading conserves money: for any weights, the parts sum to the whole."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine.spreading import as_integers, grown, season_weights, spread

WEIGHTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=24).filter(any)
GIVEN = st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=12).filter(any)


@given(st.integers(0, 10**15), WEIGHTS, st.sampled_from([0, 2, 3]))
def test_parts_sum_to_the_whole_and_none_is_a_unit_off_its_share(minor, weights, digits):
    total = Decimal(minor).scaleb(-digits)
    parts = spread(total, weights, digits=digits)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        share = total * weight / sum(weights)  # Decimal's 28 digits are enough to tell a unit
        assert abs(part - share) < Decimal("1.001").scaleb(-digits)
        assert weight or not part


@given(st.integers(1, 10**12), GIVEN)
def test_given_weights_conserve_it_too_and_keep_their_proportion(minor, weights):
    whole = as_integers(weights)
    assert sum(spread(Decimal(minor).scaleb(-2), whole, digits=2)) == Decimal(minor).scaleb(-2)
    assert all(a * whole[0] == b * weights[0] for a, b in zip(weights, whole, strict=True))


@given(st.integers(0, 10**12), st.integers(-9_999, 100_000))
def test_growth_is_rounded_once(minor, bp):
    exact = Decimal(minor) * (10_000 + bp) / 10_000
    assert abs(grown(Decimal(minor).scaleb(-2), bp, digits=2).scaleb(2) - exact) <= Decimal("0.5")


def test_what_cannot_be_cut_is_refused():
    for total, weights, digits in ((Decimal("1.001"), [1], 2), (Decimal(1), [0, 0], 0), (Decimal(1), [-1, 2], 0)):
        with pytest.raises(ValueError, match=r"digits|positive"):
            spread(total, weights, digits=digits)


def test_seasons_follow_months_also_over_a_fiscal_year_that_begins_in_april():
    won = {date(2024, 4, 1): 5, date(2025, 3, 1): 7, date(2024, 7, 1): 2}
    quarters = [(date(2025, month, 1), date(2025, month + 3, 1)) for month in (4, 7)]
    quarters += [(date(2025, 10, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 4, 1))]
    assert season_weights(won, quarters, [date(2024, 4, 1)]) == [5, 2, 0, 7]
