"""Figures in words: values in their unit for people, and the sentence a figure says."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from salesmgmt.common.money import currency_decimals, divide_rounded, from_minor
from salesmgmt.figures.aggregates import Estimate, Survival
from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.queries.answer import Answer, Result
from salesmgmt.statistics.survival import Curve

RATE_DIGITS = 6
DAYS_DIGITS = 4


def rounded(value: Fraction, digits: int) -> Decimal:
    """The value with so many digits after the point."""
    return Decimal(divide_rounded(value.numerator * 10**digits, value.denominator)).scaleb(-digits)


def money(value: Fraction, currency: str) -> Decimal:
    """The value in the digits of its currency."""
    scale = 10 ** currency_decimals(currency)
    return from_minor(divide_rounded(value.numerator * scale, value.denominator), currency)


_TIMES = {Unit.DAYS: "day", Unit.HOURS: "hour"}


def said(value: Fraction | None, unit: Unit, currency: str | None) -> str:
    """A value as a person reads it: 4,238; a mean of counts as 1.5; 10,005,534.00 USD; 63.2%; 51.8 days; 7.5 hours."""
    if value is None:
        return "not known"
    if unit is Unit.MONEY and currency:
        return f"{money(value, currency):,} {currency}"
    if unit is Unit.RATE:
        return f"{rounded(value * 100, 1)}%"
    if unit in _TIMES:
        time = rounded(value, 1)
        return f"{time:,} {_TIMES[unit]}{'' if time == 1 else 's'}"
    return f"{rounded(value, 0 if value.denominator == 1 else 1):,}"


def value_said(result: Result, currency: str | None) -> str:
    """The value of a measure; of a time by which half are through, that it is not reached yet."""
    estimate = result.estimate
    if estimate.curve and estimate.n and estimate.value is None:
        return "not reached"
    if estimate.value is None and estimate.n:
        return "too few to say"
    return said(estimate.value, result.measure.unit, currency)


def interval_said(estimate: Estimate) -> str:
    """63.2% is 62.0% to 64.3% (95%), 23 days are 16 days or more (95%); empty when the value is no estimate."""
    if estimate.curve is not None:
        return _interval_of_median(estimate.curve)
    if estimate.interval is None:
        return "too few for an interval" if estimate.at_risk is not None else ""
    low, high = (rounded(Fraction(end) * 100, 1) for end in (estimate.interval.low, estimate.interval.high))
    return f"{low}% to {high}% ({estimate.interval.confidence:.0%})"


def _interval_of_median(curve: Curve) -> str:
    found = curve.median()
    if found.low is None:
        return "too few for an interval" if curve.events else ""
    ends = f"{days_said(found.low)} or more" if found.high is None else f"{found.low:,} to {days_said(found.high)}"
    return f"{ends} ({found.confidence:.0%})"


def days_said(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'}"


def made_of(result: Result) -> str:
    """How many rows: 1,200; of a time by which half are through also 800 closed, 400 still open."""
    aggregate, curve = result.measure.aggregate, result.estimate.curve
    if not isinstance(aggregate, Survival) or curve is None:
        return f"{result.estimate.n:,}"
    return f"{curve.n:,}, {curve.events:,} {aggregate.happened_are}, {curve.censored:,} {aggregate.waiting_are}"


def sentence(answer: Answer) -> str:
    """What the figure says, as its declaration phrases it."""
    figure, main = answer.figure, answer.main
    if all(result.estimate.n == 0 for result in answer.results):
        return figure.nothing
    words = {"period": period_said(answer.scope.start, answer.scope.end)}
    words |= {"value": value_said(answer.results[0], answer.currency), "n": f"{main.n:,}"}
    for result in answer.results:
        words |= {result.measure.name + end: word for end, word in _words_of(result, answer.currency).items()}
    is_unreached = figure.unreached and main.value is None
    return (figure.unreached if is_unreached else figure.sentence).format_map(words)


def _words_of(result: Result, currency: str | None) -> dict[str, str]:
    estimate = result.estimate
    words = {
        "": value_said(result, currency),
        "_n": f"{estimate.n:,}",
        "_numerator": "" if estimate.numerator is None else f"{rounded(estimate.numerator, 0):,}",
        "_denominator": "" if estimate.denominator is None else f"{rounded(estimate.denominator, 0):,}",
    }
    if estimate.curve is not None:
        return words | _words_of_curve(estimate.curve)
    ends = (estimate.interval.low, estimate.interval.high) if estimate.interval else (None, None)
    low, high = ("" if end is None else said(Fraction(end), Unit.RATE, None) for end in ends)
    at_risk = {} if estimate.at_risk is None else {"_at_risk": f"{estimate.at_risk:,}"}
    return words | {"_low": low, "_high": high} | at_risk


def _words_of_curve(curve: Curve) -> dict[str, str]:
    """The ends of the median, and how far the curve has come: at its last step, or as long as anybody was followed."""
    found = curve.median()
    low, high = ("not reached" if end is None else days_said(end) for end in (found.low, found.high))
    last = curve.steps[-1].time if curve.steps else (curve.longest or 0)
    share = said(1 - curve.survival(last), Unit.RATE, None)
    return {"_low": low, "_high": high, "_share": share, "_by": days_said(last), "_at_risk": f"{curve.at_risk(last):,}"}


def period_said(start: date | None, end: date | None) -> str:
    """A part of a sentence, with the space before it: ` from 1 Jan 2017 to 31 Mar 2017`; empty without a period."""
    since = f" from {_day(start)}" if start else ""
    until = f" to {_day(end - timedelta(days=1))}" if end else ""
    return since + until


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
