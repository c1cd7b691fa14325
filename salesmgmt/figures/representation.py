"""Answers and rows as plain data: the same for the API and the command."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import Estimate
from salesmgmt.figures.declaration import Figure, Unit
from salesmgmt.figures.queries.answer import Answer, Result
from salesmgmt.figures.queries.rows import Row
from salesmgmt.figures.reading import parameters_of
from salesmgmt.figures.wording import DAYS_DIGITS, RATE_DIGITS, money, rounded, sentence, value_said
from salesmgmt.statistics.survival import Curve, Step


def declaration_data(figure: Figure, user: User) -> dict[str, Any]:
    """What a figure is, for this person."""
    return {
        "name": figure.name,
        "title": figure.title,
        "unit": figure.unit,
        "definition": figure.definition,
        "denominator": figure.denominator,
        "date_basis": figure.date_basis,
        "leaves_out": figure.left_out_why,
        "parameters": parameters_of(figure, user=user),
        "measures": [{"name": m.name, "label": m.label, "unit": m.unit} for m in figure.measures],
        "groupings": [{"name": g.name, "label": g.label} for g in figure.groupings_for(user).values()],
        "columns": [{"name": c.name, "label": c.label} for c in figure.columns],
        "contributes": list(figure.contributions),
    }


def answer_data(answer: Answer) -> dict[str, Any]:
    """A figure's answer. Money is a decimal string, a count an integer, a rate or number of days a rounded number."""
    figure, scope = answer.figure, answer.scope
    return {
        "name": figure.name,
        "title": figure.title,
        "sentence": sentence(answer),
        **_result_data(answer.results[0], answer.currency),
        "currency": answer.currency,
        "measures": _measures_data(answer.results, answer.currency),
        "curve": None if answer.main.curve is None else [_step_data(step) for step in answer.main.curve.steps],
        "as_of": answer.as_of,
        "from": scope.start,
        "to": scope.end,
        "team": scope.team,
        "owner": scope.owner,
        "by": scope.by,
        "groups": [
            {"key": group.key, "label": group.label, "measures": _measures_data(group.results, answer.currency)}
            for group in answer.groups
        ],
        "left_out": None if answer.left_out is None else {"count": answer.left_out, "why": figure.left_out_why},
        "definition": figure.definition,
        "denominator": figure.denominator,
        "date_basis": figure.date_basis,
    }


def row_data(row: Row) -> dict[str, Any]:
    """A row as data, amounts as decimal strings (the encoder would make floats of them)."""
    return {"id": row.pk, "href": row.href, "columns": _exact(row.columns), "contributes": _exact(row.contributes)}


def _exact(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: f"{cell:f}" if isinstance(cell, Decimal) else cell for name, cell in cells.items()}


def _measures_data(results: tuple[Result, ...], currency: str | None) -> dict[str, Any]:
    return {result.measure.name: _result_data(result, currency) for result in results}


def _result_data(result: Result, currency: str | None) -> dict[str, Any]:
    estimate, unit = result.estimate, result.measure.unit
    return {
        "unit": unit,
        "value": _value(estimate.value, unit, currency),
        "said": value_said(result, currency),
        "n": estimate.n,
        "interval": _interval(estimate),
        "followed": None if estimate.curve is None else _followed(estimate.curve),
    }


def _followed(curve: Curve) -> dict[str, int | None]:
    return {"events": curve.events, "censored": curve.censored, "longest_days": curve.longest}


def _step_data(step: Step) -> dict[str, int | float | None]:
    """A day on which the curve falls; there is no interval once nobody is left."""
    ends = (None, None) if step.interval is None else (step.interval.low, step.interval.high)
    low, high = (None if end is None else _rate(Fraction(end)) for end in ends)
    share = _rate(step.survival)
    return {
        "days": step.time,
        "at_risk": step.at_risk,
        "events": step.events,
        "survival": share,
        "low": low,
        "high": high,
    }


def _value(value: Fraction | None, unit: Unit, currency: str | None) -> int | float | str | None:
    if value is None:
        return None
    if unit is Unit.MONEY and currency:
        return str(money(value, currency))
    if unit is Unit.COUNT and value.denominator == 1:
        return value.numerator
    return float(rounded(value, RATE_DIGITS if unit is Unit.RATE else DAYS_DIGITS))


def _interval(estimate: Estimate) -> dict[str, float | None] | None:
    """The ends of a rate, or of a time in days; an end that is not reached is None."""
    if estimate.curve is not None:
        found = estimate.curve.median()
        return {"low": found.low, "high": found.high, "confidence": found.confidence}
    if estimate.interval is None:
        return None
    low, high = (_rate(Fraction(end)) for end in (estimate.interval.low, estimate.interval.high))
    return {"low": low, "high": high, "confidence": estimate.interval.confidence}


def _rate(value: Fraction) -> float:
    return float(rounded(value, RATE_DIGITS))
