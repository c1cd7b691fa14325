"""Decimal numbers as integers and back, digit by digit, so that nothing is ever approximated."""

import re

WHOLE = 1_000_000
"""Rates and shares of quota are integers in millionths: 7% is 70,000."""

PERCENT_PLACES = 4
"""The decimals that a percentage may have when it is written in millionths."""

MICRO = WHOLE
"""Micro: an amount in millionths of a minor unit, exact wherever a tier starts at a share of quota."""

PICO = WHOLE * WHOLE
"""Pico: pay before rounding, an amount in micro times a rate in millionths."""

_NUMBER = re.compile(r"([-\u2212]?)(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)


def read_scaled(text: str, places: int) -> int:
    """A plain decimal number times ten to the `places`; ValueError when it is none or has more digits than that.

    Commas and spaces only group thousands: 7,5 is no number, least of all 75.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a number.")
    sign, units, decimals = match.group(1), match.group(2), (match.group(3) or "").rstrip("0")
    if len(decimals) > places:
        raise ValueError(f"{text!r} has more than {places} decimals.")
    value = int(re.sub("[, ]", "", units) + decimals.ljust(places, "0"))
    return -value if sign else value


def write_scaled(value: int, places: int, *, keep: int = 0, group: bool = False, minus: str = "-") -> str:
    """The number that `value` is after division by ten to the `places`, exact, with at least `keep` decimals."""
    digits = str(abs(value)).rjust(places + 1, "0")
    units, decimals = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0").ljust(keep, "0")
    whole = f"{int(units):,}" if group else units
    return f"{minus if value < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


def read_percent(text: str) -> int:
    """ "7.5%" (the sign may be missing) as millionths."""
    return read_scaled(text.strip().removesuffix("%").strip(), PERCENT_PLACES)


def write_percent(millionths: int) -> str:
    return f"{write_scaled(millionths, PERCENT_PLACES)}%"
