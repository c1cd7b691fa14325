"""Money against oracles that take other ways: fractions, Decimal's own rounding, plain search."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.common.money import (
    Rounding,
    currency_decimals,
    divide_rounded,
    from_minor,
    money_said,
    split_by_shares,
    to_minor,
)

WHOLE = st.integers(min_value=-(10**24), max_value=10**24)
POSITIVE = st.integers(min_value=1, max_value=10**12)
SHARES = st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=12).filter(any)
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


@given(WHOLE, POSITIVE)
def test_half_even_is_how_fractions_round(numerator, denominator):
    assert divide_rounded(numerator, denominator) == round(Fraction(numerator, denominator))


@given(WHOLE, st.integers(min_value=1, max_value=10**6))
def test_half_up_is_away_from_zero(numerator, denominator):
    rounded = divide_rounded(numerator, denominator, rounding=Rounding.HALF_UP)
    exact = Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(WHOLE)
def test_ties_are_rounded_as_decimal_does(number):
    tie = 2 * number + 1
    exact = Decimal(number) + Decimal("0.5")
    assert divide_rounded(tie, 2) == int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))
    assert divide_rounded(tie, 2, rounding=Rounding.HALF_UP) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("denominator", [0, -1])
def test_denominator_is_positive(denominator):
    with pytest.raises(ValueError, match="must be positive"):
        divide_rounded(1, denominator)


@given(st.integers(min_value=-(10**15), max_value=10**15), SHARES)
def test_parts_sum_to_the_whole_and_are_nearest(total, shares):
    parts = split_by_shares(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - Fraction(total * share, sum(shares))) < 1
        assert share or part == 0


@given(st.integers(min_value=0, max_value=40), st.lists(st.integers(0, 9), min_size=2, max_size=3).filter(any))
def test_no_other_split_is_nearer(total, shares):
    """The oracle tries every split: none has a smaller largest distance from the exact shares."""
    exact = [Fraction(total * share, sum(shares)) for share in shares]

    def worst(parts):
        return max(abs(part - wanted) for part, wanted in zip(parts, exact, strict=True))

    def splits(left, places):
        if places == 1:
            yield (left,)
            return
        for first in range(left + 1):
            yield from ((first, *rest) for rest in splits(left - first, places - 1))

    assert worst(split_by_shares(total, shares)) == min(worst(parts) for parts in splits(total, len(shares)))


def test_ties_of_a_split_go_to_the_earlier():
    assert split_by_shares(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_shares(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split_by_shares(2, [1, 1, 1]) == [1, 1, 0]


@pytest.mark.parametrize("shares", [[0], [], [3, -1], [0, 0]])
def test_split_needs_a_positive_share(shares):
    with pytest.raises(ValueError, match="one must be positive"):
        split_by_shares(10, shares)


@given(st.integers(min_value=-(10**18), max_value=10**18), CURRENCIES)
def test_minor_units_come_back(minor, currency):
    amount = from_minor(minor, currency)
    assert -amount.as_tuple().exponent == currency_decimals(currency)
    assert to_minor(amount, currency) == minor


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=5), CURRENCIES)
def test_minor_units_are_rounded_as_decimal_does(amount, currency):
    step = Decimal(1).scaleb(-currency_decimals(currency))
    for rounding, mode in ((Rounding.HALF_EVEN, ROUND_HALF_EVEN), (Rounding.HALF_UP, ROUND_HALF_UP)):
        wanted = amount.quantize(step, mode)
        assert from_minor(to_minor(amount, currency, rounding=rounding), currency) == wanted


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("ISK", 0), ("KWD", 3), ("TND", 3)])
def test_currencies_have_their_digits(currency, digits):
    assert currency_decimals(currency) == digits


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1234.5 EUR", "1,234.50 EUR"),
        ("0.0350 EUR", "0.035 EUR"),
        ("98000.00 JPY", "98,000 JPY"),
        ("1.234 KWD", "1.234 KWD"),
    ],
)
def test_an_amount_is_said_with_all_that_it_carries(amount, said):
    number, currency = amount.split()
    assert money_said(Decimal(number), currency) == said
