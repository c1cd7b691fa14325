"""Passages follow what they are folded from, whoever changes it; the proof folds them anew by another statement."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection, transaction

from hiring.domain.candidacies import move_candidacy, undo_move
from hiring.domain.endings import reject, reopen
from hiring.domain.interviews import mark_held
from hiring.domain.profiles import add_stage, reorder
from hiring.models import BenchEntry, Candidacy, Candidate, Interview, Panelist, StagePassage
from salesmgmt.people.domain.company import edit_company
from tests.hiring_rows import HOUR, hiring_stage, make_candidacy, make_entry, make_interview, make_profile
from tests.salesmgmt.figures.proving import broken

pytestmark = pytest.mark.django_db
MANY = 2_000
LIKE_CAL = (
    "INSERT INTO hiring_candidacy (candidate_id, profile_id, stage_id, state, origin, applied_at, stage_entered_at, "
    "end_reason, version) SELECT person.id, profile_id, stage_id, 'OPEN', origin, applied_at, stage_entered_at, '', 1 "
    "FROM hiring_candidacy cal, hiring_candidate person WHERE cal.id = %s AND person.id <> cal.candidate_id",
    "INSERT INTO hiring_stagevisit (candidacy_id, stage_id, entered_at) "
    "SELECT id, stage_id, applied_at FROM hiring_candidacy WHERE id <> %s",
    "INSERT INTO hiring_interview (candidacy_id, stage_id, scheduled_at, minutes, place, state, version) "
    "SELECT id, stage_id, applied_at, 45, '', 'PLANNED', 1 FROM hiring_candidacy WHERE id <> %s",
    "INSERT INTO hiring_panelist (interview_id, user_id) SELECT interview.id, seat.user_id "
    "FROM hiring_interview interview, hiring_panelist seat JOIN hiring_interview cal ON cal.id = seat.interview_id "
    "WHERE cal.candidacy_id = %s AND interview.id <> cal.id",
)
"""Candidacies of others as Cal's is, each with an interview that Max sits in."""


def passages(candidacy: Candidacy) -> dict[str, tuple]:
    assert "hiring.passages_are_what_became_of_visits" not in broken()
    rows = StagePassage.objects.filter(candidacy=candidacy).order_by("entered_at")
    return {row.stage.name: (row.entered_at, row.further_at, row.went_as, row.minutes) for row in rows}


def move(candidacy: Candidacy, to: str, cast, at) -> Candidacy:
    fresh = Candidacy.objects.get(pk=candidacy.pk)
    return move_candidacy(candidacy=fresh, to=hiring_stage(to), by=cast.max, at=at)


def test_moves_and_moves_taken_back(candidacy, cast, at):
    assert passages(candidacy) == {"Applied": (at, None, "", 0)}
    moved = move(candidacy, "Screen", cast, at + HOUR)
    assert passages(candidacy) == {"Applied": (at, at + HOUR, "", 0), "Screen": (at + HOUR, None, "", 0)}
    undo_move(candidacy=moved, by=cast.max, at=at + 2 * HOUR, expected_version=moved.version)
    assert passages(candidacy) == {"Applied": (at, None, "", 0)}
    move(candidacy, "Screen", cast, at + 3 * HOUR)
    move(candidacy, "Applied", cast, at + 4 * HOUR)
    move(candidacy, "Ready", cast, at + 5 * HOUR)
    assert passages(candidacy) == {  # back and forth counts by the first time
        "Applied": (at, at + 3 * HOUR, "", 0),
        "Screen": (at + 3 * HOUR, at + 5 * HOUR, "", 0),
        "Ready": (at + 5 * HOUR, None, "", 0),
    }


def test_endings_and_opening_again(candidacy, cast, at):
    ended = reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at + HOUR)
    assert passages(candidacy) == {"Applied": (at, None, "REJECTED", 0)}
    reopen(candidacy=ended, to=hiring_stage("Screen"), by=cast.max, at=at + 2 * HOUR)
    assert passages(candidacy) == {"Applied": (at, at + 2 * HOUR, "", 0), "Screen": (at + 2 * HOUR, None, "", 0)}


def test_minutes_of_held_interviews(candidacy, cast, at):
    interview = make_interview(candidacy, cast.max, [cast.ivan, cast.max])
    assert passages(candidacy)["Applied"][3] == 0
    mark_held(interview=interview, by=cast.max, at=at + 2 * HOUR)
    assert passages(candidacy)["Applied"][3] == 2 * interview.minutes
    interview.panel.filter(user=cast.ivan).delete()
    assert passages(candidacy)["Applied"][3] == interview.minutes
    interview.delete()
    assert passages(candidacy)["Applied"][3] == 0


def test_another_order_of_the_stages_is_another_past(profile, candidacy, cast, at):
    move(candidacy, "Interview", cast, at + HOUR)
    add_stage(profile=profile, name="Case", after=None, by=cast.olga, at=at)
    assert passages(candidacy)["Applied"][1] == at + HOUR
    stages = {stage.name: stage for stage in profile.stages.in_use()}
    order = [stages[name] for name in ("Interview", "Case", "Applied", "Screen", "Role play", "Ready")]
    reorder(profile=profile, stages=order, by=cast.olga, at=at)
    assert passages(candidacy)["Applied"][1] is None


def test_days_are_those_of_the_company(candidacy, cast, at):
    move(candidacy, "Screen", cast, at.replace(hour=23))
    assert StagePassage.objects.get(stage__name="Applied").further_date == date(2026, 3, 3)  # midnight in Berlin
    edit_company(name="Kestrel", zone="America/New_York", managers_see_pay=False, by=cast.olga, at=at)
    assert StagePassage.objects.get(stage__name="Applied").further_date == date(2026, 3, 2)
    assert passages(candidacy)


def test_passages_go_with_their_visits(candidacy):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM hiring_stagevisit WHERE candidacy_id = %s", [candidacy.pk])
    assert not StagePassage.objects.exists()


def test_who_sees_a_candidacy_sees_what_is_counted_of_it(candidacy, cast):
    make_entry(candidacy, cast.max)
    sdr = make_candidacy(make_profile(cast, "SDR", hirers=[cast.mona]), cast.mona, "Bo Berg")
    make_interview(sdr, cast.mona, [cast.rosa])
    assert_counted(cast)
    make_interview(candidacy, cast.max, [cast.ivan])
    make_interview(sdr, cast.mona, [cast.max])
    assert_counted(cast)
    assert StagePassage.objects.visible_to(cast.ivan).count() == Candidacy.objects.counted_for(cast.ivan).count() == 1


def assert_counted(cast) -> None:
    for user in cast.everybody().values():
        seen = set(Candidacy.objects.visible_to(user))
        assert set(Candidacy.objects.counted_for(user)) == seen
        assert {row.candidacy for row in StagePassage.objects.visible_to(user)} == seen
        assert {row.candidacy for row in BenchEntry.objects.counted_for(user)} == {
            row.candidacy for row in BenchEntry.objects.visible_to(user)
        }
        seats = Panelist.objects.filter(interview__in=Interview.objects.visible_to(user))
        assert set(Panelist.objects.counted_for(user)) == set(seats)


def test_passages_of_a_manager_are_counted_without_a_join(candidacy, cast):
    read, _, _ = str(StagePassage.objects.visible_to(cast.max).query).partition(" WHERE ")
    assert read.endswith('FROM "hiring_stagepassage"')


def test_many_are_folded_by_a_plan_of_their_own_and_the_session_plans_on_as_before(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT hiring_fold_passages(array_agg(n)) FROM generate_series(1, 101) AS n")
        for setting, usual in {"plan_cache_mode": "auto", "enable_nestloop": "on"}.items():
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone() == (usual,)


class TakenBack(Exception):
    """What rolls back."""


def end_many(candidacy: Candidacy, at) -> None:
    """Others like Cal, who all sat in their interview and were rejected, each step by one statement."""
    Candidate.objects.bulk_create(Candidate(name=f"Cy {n}", phone="1", created_at=at) for n in range(MANY))
    with connection.cursor() as cursor:
        for statement in LIKE_CAL:
            cursor.execute(statement, [candidacy.pk])
    Interview.objects.exclude(candidacy=candidacy).update(state="HELD")
    Candidacy.objects.exclude(pk=candidacy.pk).update(state="REJECTED", ended_at=at + 2 * HOUR)


@pytest.mark.parametrize("analyzed", ["before", "when all was taken back"])
def test_many_endings_and_interviews_in_one_statement(candidacy, cast, at, analyzed):
    """Of all that changed each is folded once, whatever the session folded before and the planner believes."""
    mark_held(interview=make_interview(candidacy, cast.max, [cast.max]), by=cast.max, at=at + 2 * HOUR)
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at + 2 * HOUR)
    if analyzed != "before":
        with suppress(TakenBack), transaction.atomic():
            end_many(candidacy, at)
            raise TakenBack
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE hiring_candidacy, hiring_stagevisit, hiring_stagepassage, hiring_interview, hiring_panelist"
        )
        cursor.execute("SET LOCAL statement_timeout = '20s'")
    end_many(candidacy, at)
    assert StagePassage.objects.filter(went_as="REJECTED", minutes=45).count() == 1 + MANY
