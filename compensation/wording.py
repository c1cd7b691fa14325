"""Amounts, rates and tiers as people read them: grouped, exact, with a true minus sign."""

from collections.abc import Sequence
from datetime import date, timedelta

from compensation.engine.exact import MICRO, PICO, WHOLE, write_percent, write_scaled
from compensation.engine.plan import Basis
from salesmgmt.common.money import currency_decimals, divide_rounded

MINUS = "\N{MINUS SIGN}"
TO = "\N{EN DASH}"
WHOLE_BP = 10_000


def amount(minor: int, currency: str) -> str:
    return _exact(minor, 0, currency)


def amount_of_micro(micro: int, currency: str) -> str:
    """Millionths of a minor unit; decimals beyond the currency's only where they are not zero."""
    return _exact(micro, len(str(MICRO)) - 1, currency)


def amount_of_pico(pico: int, currency: str) -> str:
    return _exact(pico, len(str(PICO)) - 1, currency)


def _exact(value: int, further: int, currency: str) -> str:
    places = currency_decimals(currency)
    return write_scaled(value, places + further, keep=places, group=True, minus=MINUS)


def share(part_minor: int, whole_minor: int) -> str:
    """A share as a percentage with one decimal, half to even: 92.7%."""
    return f"{write_scaled(divide_rounded(part_minor * 1000, whole_minor), 1, keep=1, group=True, minus=MINUS)}%"


def basis_points(share_bp: int) -> str:
    """A share in basis points, exact: 33.33%."""
    return write_percent(share_bp * WHOLE // WHOLE_BP)


def rate(millionths: int) -> str:
    return write_percent(millionths)


def start(basis: Basis, point: int, currency: str) -> str:
    """Where a tier starts: 50%, or 150,000.00."""
    return write_percent(point) if basis is Basis.QUOTA else amount(point, currency)


def tier_range(basis: Basis, start: int, end: int | None, currency: str, *, of_quota: bool = True) -> str:
    """Where a tier lies, as 50 to 100% of quota, or 150,000.00 and above; the last tier has no end."""
    if basis is Basis.AMOUNT:
        low = amount(start, currency)
        return f"{low} and above" if end is None else f"{low}{TO}{amount(end, currency)}"
    quota = " of quota" if of_quota else ""
    if end is None:
        return f"{write_percent(start)}{quota} and above"
    return f"{write_percent(start).removesuffix('%')}{TO}{write_percent(end)}{quota}"


def days(first: date, end: date | None) -> str:
    """Half-open days by their first and last: from 1 Jan 2026, or 1 Jan to 31 Mar 2026."""
    if end is None:
        return f"from {first:%-d %b %Y}"
    last = end - timedelta(days=1)
    start = f"{first:%-d %b}" if first.year == last.year else f"{first:%-d %b %Y}"
    return f"{start} to {last:%-d %b %Y}"


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
