"""What is added up over very many deals is read out of indexes, without the deals themselves."""

from datetime import date

import pytest
from django.db import connection

from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal
from pipeline.queries.rollup_facts import won_deals
from pipeline.queries.worth import TOTALS
from tests.pipeline_rows import make_deal

pytestmark = pytest.mark.django_db


def only(index: str) -> None:
    """Leaves the table this index and its keys: of a few rows anything else would cost as little."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'pipeline_deal' AND indexname <> %s "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [index],
        )
        others = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(f"DROP INDEX {others}")


@pytest.mark.parametrize("groups", [("stage_id",), ()])
def test_what_open_deals_add_up_to(groups):
    only("open_deals_by_worth")
    rows = Deal.objects.open().order_by().values(*groups or ("state",)).annotate(**TOTALS)
    assert "Index Only Scan using open_deals_by_worth on" in rows.explain()


def test_what_somebody_won_on_a_day():
    only("won_deals_of_an_owner")
    day = date(2026, 3, 2)
    rows = won_deals(day, date(2026, 3, 3)).filter(owner=7, close_date=day).order_by()
    plan = rows.values("subject", "day", "part", "value").explain()
    assert "Index Only Scan using won_deals_of_an_owner on" in plan


def test_deals_of_unknown_start():
    only("deals_of_unknown_start")
    plan = Deal.objects.filter(started_date=None).order_by().values("pk").explain()
    assert "Index Only Scan using deals_of_unknown_start on" in plan


def test_the_deals_of_a_person_in_a_stage_are_read_in_their_order(process, cast):
    only("deals_of_an_owner_by_stage")
    with connection.cursor() as cursor:  # which is in this order as well, and of a table without rows as quick
        cursor.execute("ALTER TABLE pipeline_deal DROP CONSTRAINT pipeline_deal_pkey CASCADE")
    stage = process.stages.earliest("position")
    plan = Deal.objects.visible_to(cast.rita).filter(stage=stage).order_by("pk")[:51].explain()
    assert "Index Scan using deals_of_an_owner_by_stage on" in plan
    assert "Sort" not in plan


def test_who_is_given_a_share_sees_the_deal_and_only_they_are_asked_for_shares(process, cast, at):
    sam = cast.sam
    deal = make_deal(cast.rita, "Alba", at=at)
    assert "dealsplit" not in str(Deal.objects.visible_to(sam).query)
    assert not Deal.objects.visible_to(sam).exists()
    split_deal(deal=deal, shares=[Share(cast.rita, 5000), Share(sam, 5000)], by=cast.max, at=at)
    assert "dealsplit" in str(Deal.objects.visible_to(sam).query)
    assert Deal.objects.visible_to(sam).get() == deal
