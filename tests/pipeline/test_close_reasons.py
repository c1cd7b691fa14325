"""Why deals are lost and won: the worked table of docs/algorithms/close_reasons.md, and the list by reason."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pipeline.choices import StageKind
from pipeline.domain.catalogue import add_close_reason
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.figures.reasons import closed_for
from pipeline.models import CloseReason, Deal
from salesmgmt.figures.scope import Scope
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.test_process_figures import ask
from tests.pipeline_rows import make_deal, stage, won_for

LOST, ANSWERS = tables("close_reasons.md")


def noon(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day), time(12), ZoneInfo("Europe/Berlin"))


def lose(deal: Deal, by, day: str, why: str) -> Deal:
    return lose_deal(deal=deal, reason=CloseReason.objects.get(name=why), by=by, at=noon(day))


@pytest.fixture
def lost(process, cast, at):
    add_close_reason(kind="LOST", code="timing", name="Timing", by=cast.olga, at=at)
    for row in LOST:
        deal = make_deal(cast.rita, row["deal"], amount=row["amount"] or None)
        deal = lose(deal, cast.rita, row["lost on"], row["for"])
        if row["then"]:
            step = {"next_step": "Call", "next_step_date": at.date()}
            deal = reopen_deal(deal=deal, to=stage("Qualify"), **step, by=cast.rita, at=noon("2026-03-08"))
        if "lost on" in row["then"]:
            _, _, rest = row["then"].partition("lost on ")
            lose(deal, cast.rita, *rest.split(" for "))
    return cast


def test_the_worked_table(lost):
    for row in ANSWERS:
        period = {name: row[name] for name in ("from", "to") if row[name]}
        groups = ask("pipeline.lost_for", lost.max, by="reason", **period)["groups"]
        found = {each["label"]: each["measures"] for each in groups}[row["reason"]]
        assert found["deals"]["value"] == int(row["deals"])
        assert Decimal(str(found["amount"]["value"])) == Decimal(row["amount"])
    assert ask("pipeline.lost_for", lost.sam)["measures"]["deals"]["value"] == 0


def test_wins_have_theirs_and_the_list_is_narrowed_to_one(lost, client, at):
    win_deal(deal=make_deal(lost.rita, "Gala"), reason=won_for(), by=lost.rita, at=at)
    groups = ask("pipeline.won_for", lost.rita, by="reason")["groups"]
    assert [(each["label"], each["measures"]["deals"]["value"]) for each in groups] == [("Business case", 1)]
    client.force_login(lost.rita)
    over_api = client.get("/api/v1/pipeline/deals/?close_reason=timing").json()["results"]
    assert sorted(each["name"] for each in over_api) == ["Cara", "Dove", "Flex"]
    page = client.get("/pipeline/deals/?state=LOST&close_reason=timing").content.decode()
    assert ("Cara" in page, "Alba" in page) == (True, False)


def test_the_past_is_answered_by_one_statement_that_reads_the_log_once(lost, at, django_assert_num_queries):
    """However many deals were opened or closed since: here all of them are opened again and lost for Timing."""
    asked = noon("2026-04-03")
    rows = closed_for(StageKind.LOST)(Scope(user=lost.olga, at=asked, as_of=asked))
    said = sorted((row.name, row.reason_code, row.reason_name) for row in rows)
    for number, deal in enumerate(Deal.objects.filter(state="LOST").order_by("pk")):
        now = asked + timedelta(days=number + 1)
        step = {"next_step": "Call", "next_step_date": now.date()}
        opened = reopen_deal(deal=deal, to=stage("Qualify"), **step, by=lost.rita, at=now)
        lose_deal(deal=opened, reason=CloseReason.objects.get(name="Timing"), by=lost.rita, at=now + timedelta(hours=1))
    with django_assert_num_queries(1):
        assert sorted((row.name, row.reason_code, row.reason_name) for row in rows.all()) == said
    plan = rows.all().explain(analyze=True)
    assert set(re.findall(r" Aggregate .* loops=(\d+)\)", plan)) == {"1"}, plan
