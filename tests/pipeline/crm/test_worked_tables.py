"""The pages docs/algorithms/{won_amount,win_rate,cycle_days,open_list_value}.md hold: their tables are imported and
asked again."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from salesmgmt.common.period import quarter_of
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from tests.crm_data import ROOT, export, import_files

pytestmark = pytest.mark.django_db


def tables(page):
    """The page's tables, each as a list of rows by heading."""
    found, heading = [], None
    for line in (ROOT / "docs" / "algorithms" / page).read_text().splitlines():
        cells = [cell.strip().strip("*") for cell in line.strip("|").split("|")] if line.startswith("|") else None
        if cells is None:
            heading = None
        elif heading is None:
            heading = cells
            found.append([])
        elif not set(line) <= set("|-: "):
            found[-1].append(dict(zip(heading, cells, strict=True)))
    return found


def import_deals(rows, by):
    deals = [
        (r["deal"], "Ann Able", r.get("product", "GTX Pro"), "Acme", r["stage"], r["started"], r["closed"], r["value"])
        for r in rows
        if r["stage"]
    ]
    batch = import_files(export(sales_pipeline=deals), by=by)
    assert not batch.refusals.exists()


@pytest.fixture
def ask(cast):
    def ask(name, **params):
        figure = figure_for(name, cast.olga)
        scope = read_scope(figure, params, user=cast.olga, at=timezone.now())
        return answer_data(answer(figure, scope))

    return ask


def test_won_amount(cast, ask):
    (rows,) = tables("won_amount.md")
    import_deals(rows, cast.olga)
    *deals, won, each = rows
    quarters = [heading for heading in won if heading.startswith("2025")]
    assert len(quarters) == 2
    for start in quarters:
        period = quarter_of(date.fromisoformat(start))
        answered = ask("pipeline.won_amount", **{"from": str(period.start), "to": str(period.end)})
        assert str(answered["measures"]["amount"]["value"]) == won[start]
        assert str(answered["measures"]["average"]["value"]) == each[start]
        assert answered["n"] == len([deal for deal in deals if deal[start]])


def test_win_rate(cast, ask):
    deals, results = tables("win_rate.md")
    import_deals(deals, cast.olga)
    assert len(results) == 3
    for row in results:
        params = {name: row[name] for name in ("from", "to") if row[name]}
        measures = ask("pipeline.win_rate", **params)["measures"]
        closed, every, amounts = measures["closed"], measures["all"], measures["by_amount"]
        assert (amounts["said"], amounts["n"]) == (row["by amount"], int(row["closed"]))
        assert round(amounts["value"], 4) == round(float(Decimal(row["won for"]) / Decimal(row["closed worth"])), 4)
        assert (closed["n"], every["n"]) == (int(row["closed"]), int(row["closed and open"]))
        assert (closed["said"], every["said"]) == (row["of closed"], row["of all"])
        assert f"{closed['interval']['low']:.1%}" == row["low"]
        assert f"{closed['interval']['high']:.1%}" == row["high"]
        assert round(float(closed["value"]) * closed["n"]) == int(row["won"])


def test_cycle_days(cast, ask):
    deals, results = tables("cycle_days.md")
    import_deals(deals, cast.olga)
    answered = ask("pipeline.cycle_days")
    for row, kind in zip(results, ("won", "closed"), strict=True):
        assert float(answered["measures"][f"{kind}_mean"]["value"]) == float(row["mean"])
        assert float(answered["measures"][f"{kind}_median"]["value"]) == float(row["median"])
        assert answered["left_out"]["count"] == int(row["left out"])
    for deal in deals:
        if deal["days"]:
            days = date.fromisoformat(deal["closed"]) - date.fromisoformat(deal["started"])
            assert days.days == int(deal["days"])


def test_closing_time(cast, ask):
    deals, steps, [result] = tables("closing_time.md")
    import_deals(deals, cast.olga)
    answered = ask("pipeline.closing_time", as_of="2025-06-30")
    assert [list(step.values()) for step in answered["curve"]] == [
        [float(cell) for cell in row.values()] for row in steps
    ]
    assert answered["said"] == result["half closed by"]
    ends = {end: result[end] for end in ("low", "high")}
    assert {
        end: "not reached" if answered["interval"][end] is None else str(answered["interval"][end]) for end in ends
    } == ends
    assert [answered["n"], *answered["followed"].values()] == [
        int(result[name]) for name in ("n", "closed", "still open")
    ] + [117]
    assert answered["left_out"]["count"] == int(result["left out"])
    closed_only = ask("pipeline.cycle_days", as_of="2025-06-30")["measures"]["closed_median"]
    assert closed_only["said"] == result["median of the closed ones"]


def test_open_list_value(cast, ask):
    (rows,) = tables("open_list_value.md")
    import_deals(rows, cast.olga)
    *deals, total = rows
    for name, heading in (("pipeline.open_list_value", "list value"), ("pipeline.open_amount", "amount")):
        answered = ask(name)
        assert str(answered["value"]) == total[heading]
        assert answered["n"] == len([deal for deal in deals if deal[heading]])
