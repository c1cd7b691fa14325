"""A figure about now reads the deals and not their log, and asks once for what is the same for every row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.models import Campaign, Deal
from pipeline.queries.campaign_orders import with_orders
from pipeline.queries.deals_as_of import deals_as_of
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.queries.rows import contributing_rows
from salesmgmt.figures.registry import figures_for
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


def test_orders_of_all_campaigns_are_counted_in_one_pass(cast, process, django_assert_num_queries):
    with django_assert_num_queries(3):
        list(with_orders(Campaign.objects.all()))
