"""The nightly proof of hiring: it holds for what people do, and notices each rule broken by hand."""

from datetime import date, timedelta

import pytest

from hiring.domain.candidacies import move_candidacy, undo_move
from hiring.domain.endings import reject, reopen
from hiring.domain.hires import Joining, hire
from hiring.domain.touches import log_touch
from tests.hiring_rows import HOUR, hiring_stage, make_candidacy, make_entry, make_interview, noon, submit
from tests.onboarding.rows import make_plan
from tests.salesmgmt.figures.proving import broken, by_hand

pytestmark = pytest.mark.django_db


def ours() -> dict[str, list[tuple[str, str, str]]]:
    return {name: found for name, found in broken().items() if name.startswith("hiring.")}


@pytest.fixture
def lived(profile, cast, at):
    """Ada is moved, moved back and hired; Bo is rejected and opened again; Cy stands touched on the bench."""
    make_plan(profile.role_profile, by=cast.olga)
    act = {"by": cast.max}
    ada, bo, cy = (make_candidacy(profile, cast.max, name) for name in ("Ada Brandt", "Bo Berg", "Cy Cole"))
    moved = move_candidacy(candidacy=ada, to=hiring_stage("Screen"), at=at + HOUR, **act)
    undo_move(candidacy=moved, at=at + HOUR, expected_version=moved.version, **act)
    interview = make_interview(ada, cast.max, [cast.ivan, cast.max])
    submit(interview, cast.ivan)
    submit(interview, cast.max)
    joining = Joining(date(2026, 4, 1), cast.north, cast.max, "ada@kestrel.example")
    hire(candidacy=ada, joining=joining, at=at + 3 * HOUR, **act)
    reject(candidacy=bo, reason="Too early", at=at + HOUR, **act)
    reopen(candidacy=bo, to=hiring_stage("Interview"), at=at + timedelta(days=3), **act)
    entry = make_entry(cy, cast.max)
    log_touch(entry=entry, kind="CALL", happened_at=noon(9), at=noon(9), **act)
    return {"ada": ada, "bo": bo, "cy": cy, "entry": entry, "interview": interview}


def test_what_people_do_holds(lived):
    assert ours() == {}


BREAKS = {
    "hiring.candidacies_stand_where_their_visit_is": (
        "UPDATE hiring_candidacy SET stage_id = (SELECT id FROM hiring_hiringstage WHERE name = 'Ready') WHERE id = %s",
        "cy",
    ),
    "hiring.visits_follow_each_other": (
        "UPDATE hiring_stagevisit SET left_at = NULL WHERE candidacy_id = %s AND undone_by_id IS NOT NULL",
        "ada",
    ),
    "hiring.passages_are_what_became_of_visits": (
        "UPDATE hiring_stagepassage SET further_at = NULL WHERE candidacy_id = %s",
        "ada",
    ),
    "hiring.candidacies_count_for_their_source": (
        "UPDATE hiring_sourcedcandidacy SET minutes = 0 WHERE candidacy_id = %s",
        "ada",
    ),
    "hiring.bench_entries_know_their_last_touch": ("DELETE FROM hiring_touch WHERE entry_id = %s", "entry"),
    "hiring.nobody_who_has_ended_stands_on_the_bench": (
        "UPDATE hiring_candidacy SET state = 'REJECTED', ended_at = now() WHERE id = %s",
        "cy",
    ),
    "hiring.seats_are_taken_while_the_interview_is": (
        "UPDATE hiring_panelist SET during = '[2026-03-02 10:00+00, 2026-03-02 11:00+00)' "
        "WHERE id = (SELECT min(id) FROM hiring_panelist WHERE interview_id = %s)",
        "interview",
    ),
    "hiring.seats_know_whether_their_scorecard_is_in": (
        "UPDATE hiring_panelist SET is_written = false "
        "WHERE id = (SELECT min(id) FROM hiring_panelist WHERE interview_id = %s)",
        "interview",
    ),
    "hiring.hires_have_a_place_and_a_journey": (
        "UPDATE onboarding_journey SET hired_from = '', origin_ref = '' WHERE origin_ref = %s::text",
        "ada",
    ),
    "hiring.comparisons_are_what_scorecards_say": (
        "UPDATE hiring_sharedratings SET difference = 9 WHERE candidacy_id = %s",
        "ada",
    ),
    "hiring.scorecards_are_of_panelists": (
        "DELETE FROM hiring_panelist WHERE id = (SELECT min(seat.id) FROM hiring_panelist AS seat "
        "JOIN hiring_interview AS interview ON interview.id = interview_id WHERE candidacy_id = %s)",
        "ada",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_rule_broken_by_hand_is_noticed(lived, name):
    statement, whose = BREAKS[name]
    by_hand(statement, lived[whose].pk)
    assert len(ours()[name]) == 1
