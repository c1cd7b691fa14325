"""Pay as figures: what they say to whom, and that their rows add up to them."""

from datetime import date
from decimal import Decimal

import pytest

from compensation.domain.runs import start_run
from compensation.models import Statement
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.people.models import Company
from tests.cast import AT, Cast
from tests.compensation.rows import calculated, statement_of, work
from tests.salesmgmt.figures.adding_up import assert_rows_add_up

PAID, ATTAINED = "compensation.paid_amount", "compensation.attainment"


@pytest.fixture
def runs(quarter: Cast) -> Cast:
    calculated(quarter)
    work(start_run(day=date(2026, 4, 1), by=quarter.carla, at=AT))
    return quarter


def asked(name: str, user, **given: str) -> dict:
    figure = figure_for(name, user)
    return answer_data(answer(figure, read_scope(figure, given, user=user, at=AT)))


def test_paid_amount_is_the_sum_of_the_statements_one_may_open(runs: Cast) -> None:
    everything = asked(PAID, runs.finn)
    rita, nora = (Statement.objects.get(user=user, run__name="2026 Q1").total_minor for user in (runs.rita, runs.nora))
    assert Decimal(everything["value"]) == Decimal(rita + nora).scaleb(-2)
    assert everything["measures"]["statements"]["value"] == 4
    assert Decimal(asked(PAID, runs.rita)["value"]) == Decimal(rita).scaleb(-2)
    assert asked(PAID, runs.max)["measures"]["statements"]["value"] == 0


def test_scope_takes_quarters_by_their_first_day(runs: Cast) -> None:
    assert asked(PAID, runs.finn, **{"from": "2026-04-01"})["value"] == "0.00"
    first = asked(PAID, runs.finn, **{"from": "2026-01-01", "to": "2026-04-01"})
    assert first["measures"]["statements"]["value"] == 2
    by_quarter = asked(PAID, runs.finn, by="quarter")["groups"]
    assert [group["label"] for group in by_quarter] == ["quarter from 1 Jan 2026", "quarter from 1 Apr 2026"]


def test_owner_and_team_narrow(runs: Cast) -> None:
    rita = Statement.objects.get(user=runs.rita, run__name="2026 Q1").total_minor
    assert Decimal(asked(PAID, runs.finn, owner=str(runs.rita.pk))["value"]) == Decimal(rita).scaleb(-2)
    assert asked(PAID, runs.finn, team=str(runs.north.pk))["measures"]["statements"]["value"] == 4
    assert asked(PAID, runs.finn, team=str(runs.south.pk))["measures"]["statements"]["value"] == 0


def test_attainment_is_credit_over_quota(runs: Cast) -> None:
    shown = asked(ATTAINED, runs.rita)
    assert shown["value"] == pytest.approx(1.04)
    assert shown["sentence"] == "312,000 of a quota of 300,000 was credited, 104.0%."
    assert (shown["n"], shown["left_out"]["count"]) == (1, 1)
    assert asked(ATTAINED, runs.finn)["value"] == pytest.approx(float(Decimal("322000.10") / 400_000), abs=1e-6)


def test_statement_keeps_its_attainment_without_a_line(quarter: Cast) -> None:
    quarter.nora.deals.update(state="LOST")
    run = calculated(quarter)
    statement = statement_of(run, quarter.nora)
    assert (statement.credited_minor, statement.quota_minor, statement.lines.count()) == (0, 10_000_000, 0)


def test_statements_in_other_currencies_are_left_out_and_counted(runs: Cast) -> None:
    Statement.objects.filter(user=runs.nora).update(currency="USD")
    shown = asked(PAID, runs.finn)
    assert (shown["currency"], shown["left_out"]["count"]) == ("EUR", 2)
    assert shown["measures"]["statements"]["value"] == 2


@pytest.mark.parametrize("who", ["rita", "max", "finn", "carla", "olga"])
@pytest.mark.parametrize("name", [PAID, ATTAINED])
def test_rows_add_up(runs: Cast, name: str, who: str) -> None:
    Company.objects.update(managers_see_pay=True)
    user = getattr(runs, who)
    for params in ({}, {"from": "2026-01-01", "to": "2026-04-01"}, {"owner": str(runs.rita.pk)}):
        assert_rows_add_up(figure_for(name, user), user, params)
