"""Figures in words: values in their unit for people, and the sentence a figure says."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from salesmgmt.common.money import currency_decimals, divide_rounded, from_minor
from salesmgmt.figures.aggregates import Estimate
from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.queries.answer import Answer

RATE_DIGITS = 6
DAYS_DIGITS = 4


def rounded(value: Fraction, digits: int) -> Decimal:
    """The value with so many digits after the point."""
    return Decimal(divide_rounded(value.numerator * 10**digits, value.denominator)).scaleb(-digits)


def money(value: Fraction, currency: str) -> Decimal:
    """The value in the digits of its currency."""
    scale = 10 ** currency_decimals(currency)
    return from_minor(divide_rounded(value.numerator * scale, value.denominator), currency)


def said(value: Fraction | None, unit: Unit, currency: str | None) -> str:
    """A value as a person reads it: 4,238; 10,005,534.00 USD; 63.2%; 51.8 days."""
    if value is None:
        return "not known"
    if unit is Unit.MONEY and currency:
        return f"{money(value, currency):,} {currency}"
    if unit is Unit.RATE:
        return f"{rounded(value * 100, 1)}%"
    if unit is Unit.DAYS:
        days = rounded(value, 1)
        return f"{days:,} {'day' if days == 1 else 'days'}"
    return f"{rounded(value, 0):,}"


def interval_said(estimate: Estimate) -> str:
    """63.2% is 62.0% to 64.3% (95%); empty when the value is no estimate."""
    if estimate.interval is None:
        return ""
    low, high = (rounded(Fraction(end) * 100, 1) for end in (estimate.interval.low, estimate.interval.high))
    return f"{low}% to {high}% ({estimate.interval.confidence:.0%})"


def sentence(answer: Answer) -> str:
    """What the figure says, as its declaration phrases it."""
    figure = answer.figure
    if all(result.estimate.n == 0 for result in answer.results):
        return figure.nothing
    words = {"period": period_said(answer.scope.start, answer.scope.end)}
    for index, result in enumerate(answer.results):
        name, estimate = result.measure.name, result.estimate
        interval = estimate.interval
        own = {
            "": said(estimate.value, result.measure.unit, answer.currency),
            "_n": f"{estimate.n:,}",
            "_numerator": "" if estimate.numerator is None else f"{rounded(estimate.numerator, 0):,}",
            "_low": "" if interval is None else said(Fraction(interval.low), Unit.RATE, None),
            "_high": "" if interval is None else said(Fraction(interval.high), Unit.RATE, None),
        }
        words |= {name + end: word for end, word in own.items()}
        if index == 0:
            words |= {"value": own[""], "n": own["_n"]}
    return figure.sentence.format_map(words)


def period_said(start: date | None, end: date | None) -> str:
    """A part of a sentence, with the space before it: ` from 1 Jan 2017 to 31 Mar 2017`; empty without a period."""
    since = f" from {_day(start)}" if start else ""
    until = f" to {_day(end - timedelta(days=1))}" if end else ""
    return since + until


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
