"""The pipeline's figures over deals that people worked here: who sees what, as of when, under whom."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.moves import move_deal, undo_move
from pipeline.models import Deal
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.queries.rows import shown_rows
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.refusals import UnknownFigure
from salesmgmt.figures.registry import figure_for
from salesmgmt.people.domain.members import Place, move_member
from salesmgmt.people.models import Company
from tests.cast import AT
from tests.pipeline_rows import lost_for, make_deal, make_process, stage, won_for

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(days=60)


@pytest.fixture
def process(cast):
    return make_process()


def ask(name, user, *, at=NOW, **params):
    figure = figure_for(name, user)
    return answer(figure, read_scope(figure, params, user=user, at=at))


def groups(name, user, by, **params):
    return {group.label: group.results[0].estimate.value for group in ask(name, user, by=by, **params).groups}


def win(owner, name, amount, *, at):
    deal = make_deal(owner, name, amount=amount, at=AT)
    return win_deal(deal=deal, reason=won_for(), by=owner, at=at)


def test_each_sees_the_deals_of_their_own_line(cast, process):
    win(cast.rita, "Alba", "100", at=AT)
    win(cast.sam, "Brio", "20", at=AT)
    seen = {user: ask("pipeline.won_amount", user).main.value for user in (cast.rita, cast.max, cast.mona, cast.olga)}
    assert seen == {cast.rita: 100, cast.max: 100, cast.mona: 20, cast.olga: 120}
    with pytest.raises(UnknownFigure):
        ask("pipeline.won_amount", cast.ivan)


def test_a_past_instant_shows_what_was_true_then(cast, process):
    deal = make_deal(cast.rita, "Alba", amount="100", at=AT)
    before, after = AT + timedelta(days=2), AT + timedelta(days=4)
    win_deal(deal=deal, reason=won_for(), by=cast.rita, at=AT + timedelta(days=3), amount=Decimal(90))
    for instant, open_amount, won in ((before, 100, 0), (after, 0, 90)):
        params = {"as_of": instant.isoformat()}
        assert ask("pipeline.open_amount", cast.rita, **params).main.value == open_amount
        assert ask("pipeline.won_amount", cast.rita, **params).main.value == won
    created_later = {"as_of": (AT - timedelta(days=1)).isoformat()}
    assert ask("pipeline.deal_counts", cast.rita, **created_later).main.value == 0
    assert ask("pipeline.deal_counts", cast.rita, **created_later).left_out == 0


def test_an_undone_move_and_a_reopened_deal_count_as_they_are_now(cast, process):
    deal = make_deal(cast.rita, "Alba", at=AT)
    moved = move_deal(deal=deal, to=stage("Discover"), by=cast.rita, at=AT + timedelta(minutes=1))
    undo_move(deal=moved, by=cast.rita, at=AT + timedelta(minutes=2), expected_version=moved.version)
    assert groups("pipeline.deal_counts", cast.rita, "stage") == {"Qualify": 1}
    during = {"as_of": (AT + timedelta(seconds=90)).isoformat()}
    assert groups("pipeline.deal_counts", cast.rita, "stage", **during) == {"Qualify": 1}
    lost = lose_deal(deal=deal, reason=lost_for(), by=cast.rita, at=AT + timedelta(days=1))
    assert groups("pipeline.deal_counts", cast.rita, "stage") == {"Lost": 1}
    reopen_deal(
        deal=lost,
        to=stage("Prove"),
        next_step="Call",
        next_step_date=date(2026, 4, 1),
        by=cast.rita,
        at=AT + timedelta(days=2),
    )
    assert groups("pipeline.deal_counts", cast.rita, "stage") == {"Prove": 1}
    assert ask("pipeline.win_rate", cast.rita).main.n == 0


def test_won_deals_count_under_the_manager_and_team_of_that_day(cast, process):
    win(cast.rita, "Alba", "100", at=AT)
    place = Place(team=cast.south, manager=cast.mona)
    move_member(user=cast.rita, place=place, from_date=date(2026, 3, 10), by=cast.olga, at=AT)
    win(cast.rita, "Brio", "20", at=AT + timedelta(days=20))
    make_deal(cast.rita, "Coda", amount="5", at=AT)
    assert groups("pipeline.won_amount", cast.olga, "manager") == {"Max Adler": 100, "Mona Mai": 20}
    assert groups("pipeline.won_amount", cast.olga, "team") == {"North": 100, "South": 20}
    assert groups("pipeline.open_amount", cast.olga, "team") == {"South": 5}
    head = cast.north.parent
    for team, won in ((cast.north, 100), (cast.south, 20), (head, 120)):
        assert ask("pipeline.won_amount", cast.olga, team=str(team.pk)).main.value == won
    assert ask("pipeline.won_amount", cast.olga, owner=str(cast.sam.pk)).main.value == 0


def test_days_are_the_companys_and_periods_half_open(cast, process):
    """23:30 in Berlin on 31 March is still the first quarter, half an hour later it is the second."""
    late = AT.replace(month=3, day=31, hour=21, minute=30)
    win(cast.rita, "Alba", "100", at=late)
    win(cast.rita, "Brio", "20", at=late + timedelta(minutes=30))
    assert groups("pipeline.won_amount", cast.rita, "quarter") == {"2026 Q1": 100, "2026 Q2": 20}
    first = {"from": "2026-01-01", "to": "2026-04-01"}
    assert ask("pipeline.won_amount", cast.rita, **first).main.value == 100


@pytest.mark.parametrize(("starts", "quarter"), [(1, "2026 Q1"), (2, "2027 Q1"), (4, "2026 Q4"), (7, "2026 Q3")])
def test_quarters_are_the_fiscal_ones(cast, process, starts, quarter):
    Company.objects.update(fiscal_year_start=starts)
    win(cast.rita, "Alba", "100", at=AT)
    assert groups("pipeline.won_amount", cast.rita, "quarter") == {quarter: 100}


def test_a_deal_of_several_products_stands_for_itself(cast, process):
    gtx, mg = (
        add_product(name=name, series="", list_price=Decimal(price), by=cast.olga, at=AT)
        for name, price in (("GTX", 100), ("MG", 10))
    )
    for name, products in (("Alba", [gtx]), ("Brio", [gtx, gtx]), ("Coda", [gtx, mg]), ("Dune", [])):
        deal = make_deal(cast.rita, name, at=AT)
        set_lines(deal=deal, lines=[LineFacts(product) for product in products], by=cast.rita, at=AT)
    by_product = groups("pipeline.open_list_value", cast.rita, "product")
    assert by_product == {"GTX": 300, "several products, or none": 110}
    assert groups("pipeline.deal_counts", cast.rita, "product") == {"GTX": 2, "several products, or none": 2}


def test_other_currencies_are_left_out_and_counted(cast, process):
    win(cast.rita, "Alba", "100", at=AT)
    foreign = win(cast.rita, "Brio", "20", at=AT)
    Deal.objects.filter(pk=foreign.pk).update(currency="USD")
    found = ask("pipeline.won_amount", cast.rita)
    assert (found.main.value, found.main.n, found.left_out) == (100, 1, 1)
    for name, currency in (("Coda", "EUR"), ("Dune", "USD")):
        Deal.objects.filter(pk=make_deal(cast.rita, name, at=AT, amount="7").pk).update(currency=currency)
    for at in ({}, {"as_of": (AT + timedelta(days=1)).isoformat()}):
        found = ask("pipeline.open_amount", cast.rita, **at)
        assert (found.main.value, found.main.n, found.left_out) == (7, 1, 1)


def test_the_rows_say_stage_and_owner_as_of_then(cast, process):
    deal = make_deal(cast.rita, "Alba", at=AT)
    win_deal(deal=deal, reason=won_for(), by=cast.rita, at=AT + timedelta(days=3))
    figure = figure_for("pipeline.deal_counts", cast.rita)
    scope = read_scope(figure, {"as_of": (AT + timedelta(days=1)).isoformat()}, user=cast.rita, at=NOW)
    (row,) = shown_rows(figure, scope)
    assert (row["column_stage"], row["column_closed"], row["column_owner"]) == ("Qualify", None, "Rita Sandoval")
