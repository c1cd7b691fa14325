"""Stays follow the versions that they are folded from, whoever changes these; the proof folds them by another way."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from pipeline.domain.closing import reopen_deal, win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.moves import move_deal, undo_move
from pipeline.models import Deal, DealVersion, StageStay
from tests.pipeline.stage_times import closed_after
from tests.pipeline_rows import stage, won_for
from tests.salesmgmt.figures.proving import broken, by_hand

HOUR = timedelta(hours=1)
PROOF = "pipeline.stays_are_visits_of_the_versions_that_count"
MANY = 20_000
LIKE_IT = (
    "INSERT INTO pipeline_deal (name, owner_id, stage_id, state, list_amount, currency, forecast_category, "
    "stage_entered_at, next_step, next_step_date, external_source, external_id, version, created_at) "
    "SELECT name, owner_id, stage_id, state, list_amount, currency, forecast_category, stage_entered_at, next_step, "
    f"next_step_date, '', '', 1, created_at FROM pipeline_deal, generate_series(1, {MANY}) WHERE id = %s",
    "INSERT INTO pipeline_dealversion (deal_id, valid_from, from_day, stage_id, owner_id, list_amount, "
    "forecast_category, has_step, recorded_at) SELECT id, created_at, false, stage_id, owner_id, list_amount, "
    "forecast_category, true, created_at FROM pipeline_deal WHERE id > %s",
)
"""Deals as the one is, with a version each."""


def stays(deal: Deal) -> list[tuple]:
    assert PROOF not in broken()
    rows = StageStay.objects.filter(deal=deal).order_by("entered_at").select_related("stage")
    return [(row.stage.name, row.entered_at, row.left_at, row.first_at, row.stood, row.again_left_at) for row in rows]


def everything() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stay::text FROM pipeline_stagestay AS stay ORDER BY version_id")
        return cursor.fetchall()


def execute(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_moves_changes_within_a_stage_and_moves_taken_back(deal, rita, at):
    assert stays(deal) == [("Qualify", at, None, at, None, None)]
    edit_deal(deal=deal, facts={"amount": 7}, by=rita, at=at + HOUR)
    assert stays(deal) == [("Qualify", at, None, at, None, None)]
    moved = move_deal(deal=Deal.objects.get(pk=deal.pk), to=stage("Discover"), by=rita, at=at + 2 * HOUR)
    left = at + 2 * HOUR
    assert stays(deal) == [("Qualify", at, left, at, 2 * HOUR, None), ("Discover", left, None, left, None, None)]
    undo_move(deal=moved, by=rita, at=at + 2 * HOUR, expected_version=moved.version)
    assert stays(deal) == [("Qualify", at, None, at, None, None)]


def test_very_many_versions_in_one_statement(deal, rita, at):
    """A session plans its triggers by the few rows of its first act; each compared with each, these would take long."""
    move_deal(deal=Deal.objects.get(pk=deal.pk), to=stage("Discover"), by=rita, at=at + HOUR)
    for statement in LIKE_IT:
        execute(statement, deal.pk)
    execute("SET LOCAL statement_timeout = '30s'")
    others = DealVersion.objects.exclude(deal=deal)
    others.update(close_date="2026-12-01")
    others.update(stage=stage("Prove"), valid_from=at + 2 * HOUR)
    assert StageStay.objects.filter(stage=stage("Prove"), entered_at=at + 2 * HOUR).count() == MANY


def test_a_stage_that_is_visited_again_says_so_in_each_visit(deal, rita, at):
    for hours, to in ((1, "Discover"), (3, "Qualify"), (4, "Discover"), (9, "Prove")):
        deal = move_deal(deal=Deal.objects.get(pk=deal.pk), to=stage(to), by=rita, at=at + hours * HOUR)
    one, three, four, nine = (at + hours * HOUR for hours in (1, 3, 4, 9))
    assert stays(deal) == [
        ("Qualify", at, one, at, HOUR, four),
        ("Discover", one, three, one, 2 * HOUR, nine),
        ("Qualify", three, four, at, 2 * HOUR, None),
        ("Discover", four, nine, one, 7 * HOUR, None),
        ("Prove", nine, None, nine, None, None),
    ]


def test_a_won_deal_stands_in_its_last_stage_until_it_is_opened_again(deal, rita, at):
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at + HOUR)
    assert [row[:3] for row in stays(deal)] == [("Qualify", at, at + HOUR), ("Won", at + HOUR, None)]
    facts = {"next_step": "Ask", "next_step_date": (at + 9 * HOUR).date()}
    reopen_deal(deal=won, to=stage("Qualify"), by=rita, at=at + 2 * HOUR, **facts)
    assert [row[:2] for row in stays(deal)] == [("Qualify", at), ("Won", at + HOUR), ("Qualify", at + 2 * HOUR)]


def test_versions_written_changed_and_deleted_by_statements(process, cast):
    deal = closed_after(cast.rita, [("Qualify", 60), ("Discover", 60), ("Prove", 60)])
    other = closed_after(cast.rita, [("Qualify", 5)])
    assert [row[0] for row in stays(deal)] == ["Qualify", "Discover", "Prove", "Won"]
    execute("UPDATE pipeline_dealversion SET stage_id = %s WHERE deal_id = %s", stage("Qualify").pk, deal.pk)
    assert [row[0] for row in stays(deal)] == ["Qualify"]
    DealVersion.objects.filter(deal=deal, valid_to=None).update(stage=stage("Lost"))
    assert [row[0] for row in stays(deal)] == ["Qualify", "Lost"]
    execute("DELETE FROM pipeline_dealversion WHERE deal_id = %s AND valid_to IS NULL", deal.pk)
    assert [row[0] for row in stays(deal)] == ["Qualify"]
    execute("DELETE FROM pipeline_dealversion WHERE deal_id = %s", deal.pk)
    assert (stays(deal), [row[0] for row in stays(other)]) == ([], ["Qualify", "Won"])


def test_all_of_them_folded_anew_are_the_same_byte_for_byte(process, cast, deal):
    closed_after(cast.rita, [("Qualify", 60), ("Discover", 60), ("Qualify", 60), ("Discover", 5)])
    closed_after(cast.nora, [("Prove", 60)], closing="Lost")
    before = everything()
    assert len(before) == 8
    by_hand("DELETE FROM pipeline_stagestay WHERE deal_id <> %s", deal.pk)
    by_hand("UPDATE pipeline_stagestay SET entered_at = entered_at + interval '1 second'")
    assert PROOF in broken()
    call_command("recount_rollups", stdout=StringIO())
    assert everything() == before
    assert broken() == {}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM pipeline_stagestay WHERE left_at IS NULL",
        "UPDATE pipeline_stagestay SET stood = stood + interval '1 minute' WHERE left_at IS NOT NULL",
        "UPDATE pipeline_stagestay SET again_left_at = left_at WHERE left_at IS NOT NULL",
    ],
)
def test_a_stay_that_is_wrong_or_missing_is_found(process, cast, statement):
    closed_after(cast.rita, [("Qualify", 60), ("Discover", 60)])
    assert PROOF not in broken()
    by_hand(statement)
    assert PROOF in broken()


def test_who_sees_a_deal_sees_its_stays(deal, cast):
    for user in cast.everybody().values():
        seen = Deal.objects.visible_to(user).filter(pk=deal.pk).exists()
        assert StageStay.objects.visible_to(user).exists() == seen
