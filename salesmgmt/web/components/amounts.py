"""Money and numbers as words: grouped, tabular, with a real minus sign."""

from decimal import Decimal
from fractions import Fraction

MINUS = "\N{MINUS SIGN}"


def number(value: int | Decimal | float, decimals: int | None = None) -> str:
    """1234567.5 -> 1,234,567.5. With `decimals` exactly that many; without, as many as the value carries."""
    text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return text.replace("-", MINUS)


def money(amount: Decimal | int | None, currency: str | None = "", decimals: int | None = None) -> str:
    """An amount, with its currency where one is given; unknown is a dash. Boards and lists ask for no decimals,
    statements for all."""
    if amount is None:
        return "\N{EN DASH}"
    text = number(amount, decimals)
    return f"{text}\N{NO-BREAK SPACE}{currency}" if currency else text


def percent(rate: Decimal | Fraction | float | None, decimals: int = 0) -> str:
    """A fraction as a percentage: 0.075 -> 7.5% with one decimal."""
    if rate is None:
        return "\N{EN DASH}"
    if isinstance(rate, Fraction):
        rate = Decimal(rate.numerator) / rate.denominator
    return f"{number(Decimal(str(rate)) * 100, decimals)}%"
