"""Answers and rows as a page shows them: words and addresses, no numbers left to format."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from salesmgmt.figures.curve_rows import curve_rows
from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.queries.answer import Answer, Result
from salesmgmt.figures.queries.rows import Row
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import interval_said, made_of, period_said, value_said

SMALL_SAMPLE = 30
MOST_LINES = 100
"""How many groups of a breakdown a page shows; by account or by order there may be very many."""


@dataclass(frozen=True)
class Cell:
    words: str
    is_number: bool


@dataclass(frozen=True)
class GroupLine:
    """One group in the table, and the address of its rows."""

    label: str
    key: str
    cells: list[SafeString | str]
    n: str
    rows_url: str


@dataclass(frozen=True)
class CurveLine:
    """A day of a survival curve in the table beside it."""

    day: str
    at_risk: str
    events: str
    share: str
    interval: str


def result_words(result: Result, currency: str | None) -> str:
    """63.2%, with its interval behind it when it is an estimate."""
    value = value_said(result, currency)
    interval = interval_said(result.estimate)
    return f"{value}, {interval}" if interval else value


def result_cell(result: Result, currency: str | None) -> SafeString | str:
    """The same for a table: the interval stands under the value, so that several measures fit beside each other."""
    value, interval = value_said(result, currency), interval_said(result.estimate)
    if not interval:
        return value
    return format_html('{} <span class="d-block t-11 t-3 fw-normal">{}</span>', value, interval)


def is_small(answer: Answer) -> bool:
    """Whether an estimate stands on so little that it has to be said: on few rows, or where some still wait, on few to
    which it has happened."""
    main = answer.main
    if main.curve is not None:
        return main.curve.n > 0 and main.curve.events < SMALL_SAMPLE
    return main.interval is not None and main.n < SMALL_SAMPLE


def why_facts(answer: Answer) -> list[tuple[str, str]]:
    """The pairs of the popover: interval, further measures, denominator, period, as-of, left out."""
    figure, (main, *others) = answer.figure, answer.results
    facts = [(result.measure.label, result_words(result, answer.currency)) for result in others]
    if interval := interval_said(main.estimate):
        small = ", small sample" if is_small(answer) else ""
        facts.insert(0, ("Interval", interval + small))
    facts.append(("Made of", f"{made_of(main)}: {figure.denominator}"))
    if period := period_said(answer.scope.start, answer.scope.end).strip():
        facts.append(("Period", period))
    facts += [("By date", figure.date_basis), ("As of", as_of_words(answer))]
    if answer.left_out:
        facts.append(("Left out", f"{answer.left_out:,}, {figure.left_out_why}"))
    return facts


def as_of_words(answer: Answer) -> str:
    local = timezone.localtime(answer.as_of)
    return f"{local.day} {local:%b %Y, %H:%M} {local:%Z}"


def why_title(answer: Answer) -> str:
    main = answer.results[0]
    return f"{answer.figure.title}: {value_said(main, answer.currency)}"


def group_lines(answer: Answer) -> list[GroupLine]:
    """The groups that were told, as many as a page shows."""
    return [
        GroupLine(
            label=group.label,
            key=group.key or "",
            cells=[result_cell(result, answer.currency) for result in group.results],
            n=made_of(group.results[0]),
            rows_url=report_url(answer.figure, answer.scope.of_group(group.key)) + "#rows",
        )
        for group in answer.groups
    ]


def curve_lines(answer: Answer) -> list[CurveLine]:
    """The rows beside a curve; none for a figure without one."""
    curve = answer.main.curve
    return [
        CurveLine(
            day=f"{row.day:,}",
            at_risk=f"{row.at_risk:,}",
            events=f"{row.events:,}",
            share=f"{row.survival:.1%}",
            interval=f"{row.interval.low:.1%} to {row.interval.high:.1%}" if row.interval else "–",
        )
        for row in (curve_rows(curve) if curve else [])
    ]


def report_url(figure: Figure, scope: Scope) -> str:
    """The page of a figure asked with this scope."""
    return _with(reverse("figures:report", args=[figure.name]), scope)


def row_cells(row: Row) -> list[Cell]:
    return [_cell(value) for value in (*row.columns.values(), *row.contributes.values())]


def head_cells(figure: Figure) -> list[Cell]:
    """Column heads in the order of `row_cells`; contributions are numbers."""
    shown = [Cell(column.label, False) for column in figure.columns]
    return shown + [Cell(name.replace("_", " ").capitalize(), True) for name in figure.contributions]


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("–", False)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, date):
        return Cell(f"{value.day} {value:%b %Y}", False)
    if isinstance(value, Decimal):
        whole_cents = value * 100 == int(value * 100)
        return Cell(f"{value:,.2f}" if whole_cents else f"{value.normalize():,f}", True)
    return Cell(f"{value:,}" if isinstance(value, int) else str(value), isinstance(value, int))


def _with(path: str, scope: Scope) -> str:
    query: Mapping[str, Any] = {
        "from": scope.start,
        "to": scope.end,
        "as_of": scope.as_of.isoformat() if scope.as_of else None,
        "team": scope.team,
        "owner": scope.owner,
        "by": scope.by,
        "group": scope.group,
    }
    text = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{path}?{text}" if text else path
