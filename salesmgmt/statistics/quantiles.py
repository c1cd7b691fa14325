"""Quantiles, exactly: what the product means by a median and a percentile (docs/algorithms/median.md)."""

from collections.abc import Iterable
from fractions import Fraction


def quantile(values: Iterable[Fraction | int], share: Fraction) -> Fraction:
    """The value that a `share` of the ordered values lies below, interpolated between its two neighbours.

    The definition of SQL's percentile_cont, of spreadsheets' PERCENTILE and of R's type 7 (Hyndman and Fan 1996):
    the place of the share among n values is (n - 1) * share. Raises ValueError without values or outside 0..1.
    """
    ordered = sorted(Fraction(value) for value in values)
    if not ordered:
        raise ValueError("Nothing has no quantile: give at least one value.")
    if not 0 <= share <= 1:
        raise ValueError(f"A share of {share} is no part of the values: it lies between 0 and 1.")
    place = (len(ordered) - 1) * share
    below = place.numerator // place.denominator
    rest = place - below
    if rest == 0:
        return ordered[below]
    return ordered[below] + rest * (ordered[below + 1] - ordered[below])


def median(values: Iterable[Fraction | int]) -> Fraction:
    """The middle value, or the mean of the two in the middle."""
    return quantile(values, Fraction(1, 2))
