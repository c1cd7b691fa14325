"""Quantiles against their page and against NumPy's definition of the same name."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.statistics.quantiles import median, quantile
from tests.salesmgmt.statistics.worked import worked_rows


@pytest.mark.parametrize("row", worked_rows("median.md"), ids=lambda row: f"{row[1]} of {row[0]}")
def test_quantile_agrees_with_its_page(row):
    values = [int(value) for value in row[0].split()]
    assert quantile(values, Fraction(row[1])) == Fraction(row[2])
    if row[1] == "1/2":
        assert median(values) == Fraction(row[2])


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=50), st.integers(0, 100))
def test_quantile_agrees_with_numpy(values, percent):
    other = np.percentile(values, percent, method="linear")
    assert float(quantile(values, Fraction(percent, 100))) == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(("values", "share"), [([], Fraction(1, 2)), ([1], Fraction(-1, 2)), ([1], Fraction(3, 2))])
def test_quantile_refuses_what_has_none(values, share):
    with pytest.raises(ValueError, match=r"."):
        quantile(values, share)
