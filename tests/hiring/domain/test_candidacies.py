from datetime import timedelta

import pytest

from hiring.domain.candidacies import give_candidacy, move_candidacy, undo_move
from hiring.domain.endings import reject, reopen
from hiring.domain.profiles import retire_stage
from hiring.models import Candidacy, StageVisit
from tests.hiring_rows import HOUR, hiring_stage, make_profile
from tests.pipeline.evidence import event_count, last_event
from tests.refusals import all_rows, assert_refused

pytestmark = pytest.mark.django_db


def visits(candidacy) -> list[tuple]:
    rows = StageVisit.objects.filter(candidacy=candidacy).order_by("entered_at")
    return [(row.stage.name, row.entered_at, row.left_at) for row in rows]


def test_move_candidacy_dates_the_visits(candidacy, cast, at):
    before = event_count()
    move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at + HOUR)
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    assert (candidacy.stage.name, candidacy.stage_entered_at, candidacy.version) == ("Screen", at + HOUR, 2)
    assert visits(candidacy) == [("Applied", at, at + HOUR), ("Screen", at + HOUR, None)]
    assert event_count() == before + 1
    payload = {"from_id": hiring_stage("Applied").pk, "to_id": hiring_stage("Screen").pk}
    assert last_event() == ("candidacy.moved", "hiring.candidacy", candidacy.pk, cast.max.pk, payload)


def test_move_candidacy_needs_no_opening_and_may_skip_stages(candidacy, cast, at):
    moved = move_candidacy(candidacy=candidacy, to=hiring_stage("Ready"), by=cast.rosa, at=at + HOUR)
    assert moved.stage.name == "Ready"


def test_move_candidacy_to_where_it_is_changes_nothing(candidacy, cast, at):
    before = all_rows()
    move_candidacy(candidacy=candidacy, to=hiring_stage("Applied"), by=cast.max, at=at + HOUR)
    assert all_rows() == before


def test_moves_at_the_same_instant_follow_each_other(candidacy, cast, at):
    for name in ("Screen", "Interview"):
        candidacy = move_candidacy(candidacy=candidacy, to=hiring_stage(name), by=cast.max, at=at)
    tick = timedelta(microseconds=1)
    assert visits(candidacy) == [
        ("Applied", at, at + tick),
        ("Screen", at + tick, at + 2 * tick),
        ("Interview", at + 2 * tick, None),
    ]


def test_move_candidacy_into_another_profile_is_refused(candidacy, cast, at):
    other = make_profile(cast, "SDR")
    with assert_refused("refused", "stage", says="belongs to another profile"):
        move_candidacy(candidacy=candidacy, to=hiring_stage("Screen", other), by=cast.max, at=at)


def test_move_candidacy_into_a_retired_stage_is_refused(candidacy, cast, at):
    stage = retire_stage(stage=hiring_stage("Role play"), by=cast.olga, at=at)
    with assert_refused("retired", "stage"):
        move_candidacy(candidacy=candidacy, to=stage, by=cast.max, at=at)


def test_move_candidacy_that_has_ended_is_refused(candidacy, cast, at):
    reject(candidacy=candidacy, reason="Too far away", by=cast.max, at=at + HOUR)
    with assert_refused("closed", says="is rejected as Enterprise AE"):
        move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at + HOUR)


def test_move_candidacy_at_an_old_version_is_a_conflict(candidacy, cast, at):
    with assert_refused("candidacy_changed"):
        move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at, expected_version=9)


@pytest.mark.parametrize("name", ["ivan", "rita", "finn", "mona"])
def test_move_candidacy_is_not_for_those_who_do_not_hire_for_the_profile(candidacy, cast, at, name):
    with assert_refused("not_allowed"):
        move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=getattr(cast, name), at=at)


def test_undo_move_brings_the_stage_back_and_keeps_the_visit_marked(candidacy, cast, at):
    moved = move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at + HOUR)
    undo = at + HOUR + timedelta(minutes=5)
    undone = undo_move(candidacy=candidacy, by=cast.max, at=undo, expected_version=moved.version)
    assert (undone.stage.name, undone.stage_entered_at, undone.version) == ("Applied", at, 3)
    assert visits(candidacy) == [("Applied", at, None), ("Screen", at + HOUR, undo)]
    marked = StageVisit.objects.get(stage=hiring_stage("Screen"))
    assert marked.undone_by == cast.max
    assert [visit.stage.name for visit in StageVisit.objects.counted()] == ["Applied"]
    again = move_candidacy(candidacy=undone, to=hiring_stage("Interview"), by=cast.max, at=undo)
    assert visits(again)[-1] == ("Interview", undo, None)


def test_undo_move_twice_is_refused(candidacy, cast, at):
    moved = move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at + HOUR)
    undone = undo_move(candidacy=moved, by=cast.max, at=at + HOUR, expected_version=moved.version)
    with assert_refused("no_move"):
        undo_move(candidacy=undone, by=cast.max, at=at + HOUR, expected_version=undone.version)


def test_undo_move_of_a_reopening_is_refused(candidacy, cast, at):
    rejected = reject(candidacy=candidacy, reason="Too far away", by=cast.max, at=at + HOUR)
    opened = reopen(candidacy=rejected, to=hiring_stage("Screen"), by=cast.max, at=at + HOUR)
    with assert_refused("no_move"):
        undo_move(candidacy=opened, by=cast.max, at=at + HOUR, expected_version=opened.version)


def test_undo_move_changed_in_between_is_a_conflict(candidacy, cast, at):
    moved = move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at)
    give_candidacy(candidacy=candidacy, to=cast.rosa, by=cast.max, at=at)
    with assert_refused("candidacy_changed"):
        undo_move(candidacy=candidacy, by=cast.max, at=at, expected_version=moved.version)


def test_give_candidacy_to_somebody_who_does_not_hire_for_it_is_refused(candidacy, cast, at):
    with assert_refused("keeper", "to", says="Mona Mai does not hire for Enterprise AE"):
        give_candidacy(candidacy=candidacy, to=cast.mona, by=cast.max, at=at)
