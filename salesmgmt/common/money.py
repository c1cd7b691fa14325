"""Exact money: the one rounding door, minor units, and shares that sum to the whole."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum

# ISO 4217 currencies whose minor unit is not a hundredth
_DECIMALS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class Rounding(StrEnum):
    HALF_EVEN = "HALF_EVEN"
    HALF_UP = "HALF_UP"


def currency_decimals(currency: str) -> int:
    """Digits after the point of an ISO 4217 currency: 0, 2 or 3."""
    return _DECIMALS.get(currency, 2)


def money_said(amount: Decimal, currency: str) -> str:
    """In a sentence, as 1,234.50 EUR: with the digits of its currency, and more where the amount carries them."""
    carried = -int(amount.normalize().as_tuple().exponent)
    return f"{amount:,.{max(currency_decimals(currency), carried)}f} {currency}"


def decimals_sql(column: str) -> str:
    """The same as an SQL expression over a column of currency codes."""
    whens = " ".join(f"WHEN '{currency}' THEN {digits}" for currency, digits in _DECIMALS.items())
    return f"CASE {column} {whens} ELSE 2 END"


def divide_rounded(numerator: int, denominator: int, *, rounding: Rounding = Rounding.HALF_EVEN) -> int:
    """The rounding door: `numerator / denominator` to the nearest integer, ties by `rounding` (up = away from 0)."""
    if denominator <= 0:
        raise ValueError("The denominator must be positive.")
    sign = -1 if numerator < 0 else 1
    quotient, rest = divmod(abs(numerator), denominator)
    twice = rest * 2
    if twice > denominator or (twice == denominator and (rounding is Rounding.HALF_UP or quotient % 2)):
        quotient += 1
    return sign * quotient


def to_minor(amount: Decimal, currency: str, *, rounding: Rounding = Rounding.HALF_EVEN) -> int:
    """An amount as integer minor units of its currency."""
    mode = ROUND_HALF_EVEN if rounding is Rounding.HALF_EVEN else ROUND_HALF_UP
    return int(amount.scaleb(currency_decimals(currency)).quantize(Decimal(1), rounding=mode))


def from_minor(minor: int, currency: str) -> Decimal:
    """Integer minor units as an amount with exactly the currency's digits."""
    return Decimal(minor).scaleb(-currency_decimals(currency))


def rounded_sum(amounts: Iterable[Decimal], currency: str) -> Decimal:
    """What amounts come to, rounded once to the currency."""
    return from_minor(to_minor(sum(amounts, Decimal(0)), currency), currency)


def split_by_shares(total: int, shares: Sequence[int]) -> list[int]:
    """`total` cut in proportion to non-negative `shares` by largest remainder; the parts sum to `total` exactly.

    Ties go to the earlier share. Raises ValueError when no share is positive.
    """
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise ValueError("Shares must not be negative and one must be positive.")
    sign = -1 if total < 0 else 1
    cuts = [divmod(abs(total) * share, whole) for share in shares]
    parts = [quotient for quotient, _ in cuts]
    left = abs(total) - sum(parts)
    for index in sorted(range(len(cuts)), key=lambda i: (-cuts[i][1], i))[:left]:
        parts[index] += 1
    return [sign * part for part in parts]
