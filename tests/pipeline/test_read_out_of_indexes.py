"""What is added up over very many deals is read out of indexes, without the deals themselves."""

from datetime import date

import pytest
from django.db import connection

from pipeline.models import Deal
from pipeline.queries.rollup_facts import won_deals
from pipeline.queries.worth import TOTALS

pytestmark = pytest.mark.django_db


OURS = ("open_deals_by_worth", "won_deals_of_an_owner")


@pytest.fixture(autouse=True)
def _as_of_many_rows():
    """Of a few rows anything else would cost as little: the table itself, and its other indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'pipeline_deal' AND indexname <> ALL(%s) "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [list(OURS)],
        )
        others = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(f"DROP INDEX {others}")


@pytest.mark.parametrize("groups", [("stage_id",), ()])
def test_what_open_deals_add_up_to(groups):
    rows = Deal.objects.open().order_by().values(*groups or ("state",)).annotate(**TOTALS)
    assert "Index Only Scan using open_deals_by_worth on" in rows.explain()


def test_what_somebody_won_on_a_day():
    day = date(2026, 3, 2)
    rows = won_deals(day, date(2026, 3, 3)).filter(owner=7, close_date=day).order_by()
    plan = rows.values("subject", "day", "part", "value").explain()
    assert "Index Only Scan using won_deals_of_an_owner on" in plan
