"""A figure about now reads the deals and not their log, and asks once for what is the same for every row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.models import Campaign, Deal
from pipeline.queries.campaign_orders import with_orders
from pipeline.queries.deals_as_of import deals_as_of
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.queries.rows import contributing_rows
from salesmgmt.figures.registry import figure_for, figures_for
from salesmgmt.figures.scope import Scope

pytestmark = pytest.mark.django_db
VERSIONS = "pipeline_dealversion"


def of_deals(user):
    """The figures whose rows are deals."""
    found = [each for each in figures_for(user) if each.name.startswith("pipeline.")]
    return [each for each in found if each.source(Scope(user=user, at=user.created_at)).model is Deal]


def test_now_is_read_from_the_deals_themselves(cast, process, at):
    figures = of_deals(cast.olga)
    assert len(figures) > 15
    for figure in figures:
        for by in [None, *figure.groupings_for(cast.olga)]:
            rows = contributing_rows(figure, Scope(user=cast.olga, at=at, by=by))
            assert VERSIONS not in str(rows.query), f"{figure.name} by {by}"


def test_an_instant_before_is_read_from_the_log(cast, process, at):
    assert VERSIONS in str(deals_as_of(Scope(user=cast.olga, at=at, as_of=at)).query)


def test_the_fiscal_year_is_asked_for_once(cast, process, at):
    figures = [figure for figure in of_deals(cast.olga) if "quarter" in figure.groupings_for(cast.olga)]
    assert figures
    for figure in figures:
        plan = contributing_rows(figure, Scope(user=cast.olga, at=at, by="quarter")).values("figure_key").explain()
        assert "InitPlan" in plan
        assert "SubPlan" not in plan, figure.name


def test_the_whole_is_asked_for_apart_only_where_it_is_no_sum(cast, process, at):
    for figure in of_deals(cast.olga):
        scope = Scope(user=cast.olga, at=at, by=next(iter(figure.groupings_for(cast.olga))))
        with CaptureQueriesContext(connection) as asked:
            answer(figure, scope, counting_left_out=False)
        apart = any("GROUPING SETS" in query["sql"] for query in asked.captured_queries)
        assert apart is not figure.is_added_up, figure.name


def test_what_says_nothing_of_a_deal_is_added_up_without_deals(cast, process, at):
    """Deals of unknown start are left out by their set, and times are whole minutes."""
    figure = figure_for("pipeline.time_in_stage", cast.olga)
    rows = contributing_rows(figure, Scope(user=cast.olga, at=at, by="stage"), texts=False)
    sql = str(rows.values("pk", "figure_key", "stage_minutes").query)
    assert "JOIN" in sql
    assert 'JOIN "pipeline_deal"' not in sql


def test_first_orders_are_looked_for_once(cast, process, at):
    """Not once more for each place in which the first order of an account is named."""
    figure = figure_for("pipeline.repeat_rate", cast.olga)
    sql = str(contributing_rows(figure, Scope(user=cast.olga, at=at, by="cohort")).values("repeated").query)
    assert sql.count('FROM "pipeline_order"') == 1


def test_quarters_are_put_into_words_for_groups_and_not_for_rows(cast, process, at):
    figure = figure_for("pipeline.slippage", cast.olga)
    with CaptureQueriesContext(connection) as asked:
        answer(figure, Scope(user=cast.olga, at=at, by="quarter"))
    (sql,) = [query["sql"] for query in asked.captured_queries if "made_of" in query["sql"]]
    rows, groups = sql.split("percentile_disc", 1)[0].rsplit(" SELECT grouping", 1)
    assert "date_trunc" in rows
    assert "to_char" not in rows
    assert "to_char" in groups


def test_the_only_product_of_a_deal_is_found_without_sorting(cast, process, at):
    """With sorting off, as for what is tallied, deals were compared with all lines of all deals."""
    figure = figure_for("pipeline.closing_time", cast.olga)
    rows = contributing_rows(figure, Scope(user=cast.olga, at=at, by="product"), texts=False).values("figure_key")
    assert "pipeline_dealline" in str(rows.query)
    assert "DISTINCT" not in str(rows.query)
    assert "Sort" not in rows.explain()


def test_teams_are_added_up_once_for_what_is_told_and_what_is_left_out(cast, process, at):
    figure = figure_for("pipeline.team_attainment", cast.olga)
    scope = Scope(user=cast.olga, at=at)
    figure.source(scope)
    with CaptureQueriesContext(connection) as asked:
        figure.left_out(scope)
    assert not asked.captured_queries


def test_orders_of_all_campaigns_are_counted_in_one_pass(cast, process, django_assert_num_queries):
    with django_assert_num_queries(3):
        list(with_orders(Campaign.objects.all()))
