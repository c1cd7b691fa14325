from datetime import timedelta

import pytest

from hiring.domain.bench import put_on_bench
from hiring.domain.candidacies import move_candidacy
from hiring.domain.endings import reject, reopen, withdraw
from hiring.models import BenchEntry, Candidacy, Interview, Panelist, StageVisit
from tests.hiring_rows import HOUR, hiring_stage, make_candidacy
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused


@pytest.mark.parametrize(("verb", "state"), [(reject, "REJECTED"), (withdraw, "WITHDRAWN")])
def test_ending_closes_visit_bench_and_interviews(entry, interview, candidacy, cast, at, verb, state):
    ended = verb(candidacy=candidacy, reason=" Moved to Lisbon ", by=cast.max, at=at + HOUR)
    assert (ended.state, ended.ended_at, ended.end_reason, ended.version) == (state, at + HOUR, "Moved to Lisbon", 2)
    assert StageVisit.objects.get().left_at == at + HOUR
    entry.refresh_from_db()
    assert (entry.left_at, entry.leave_reason) == (at + HOUR, state.title())
    assert Interview.objects.get().state == "CANCELLED"
    payload = {"stage_id": hiring_stage("Applied").pk, "left_bench": 1, "cancelled": 1}
    assert last_event() == (f"candidacy.{state.lower()}", "hiring.candidacy", candidacy.pk, cast.max.pk, payload)


def test_ending_leaves_an_interview_that_took_place_and_chases_nobody_for_it(interview, candidacy, cast, at):
    later = interview.scheduled_at + HOUR
    assert Panelist.objects.without_scorecard().count() == 2
    ended = reject(candidacy=candidacy, reason="Not now", by=cast.max, at=later)
    assert Interview.objects.get().state == "PLANNED"
    assert not Panelist.objects.without_scorecard().exists()
    reopen(candidacy=ended, by=cast.max, at=later + HOUR)
    assert Panelist.objects.without_scorecard().count() == 2


def test_ending_at_the_instant_of_entering_still_lasts(candidacy, cast, at):
    ended = reject(candidacy=candidacy, reason="A double", by=cast.max, at=at)
    assert ended.ended_at == at + timedelta(microseconds=1)


def test_ending_needs_a_reason_that_fits(candidacy, cast, at):
    with assert_refused("reason_missing", "reason"):
        reject(candidacy=candidacy, reason=" ", by=cast.max, at=at)
    with assert_refused("reason_too_long", "reason"):
        withdraw(candidacy=candidacy, reason="x" * 201, by=cast.max, at=at)


def test_ending_twice_is_refused(candidacy, cast, at):
    reject(candidacy=candidacy, reason="A double", by=cast.max, at=at)
    with assert_refused("closed"):
        withdraw(candidacy=candidacy, reason="A double", by=cast.max, at=at)


def test_ending_by_an_interviewer_is_not_allowed(candidacy, interview, cast, at):
    with assert_refused("not_allowed"):
        reject(candidacy=candidacy, reason="No", by=cast.ivan, at=at)


def test_reopen_brings_the_candidacy_back_where_it_was(entry, candidacy, cast, at):
    ended = reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at + HOUR)
    opened = reopen(candidacy=ended, by=cast.max, at=at + 2 * HOUR)
    assert (opened.state, opened.ended_at, opened.end_reason, opened.stage.name) == ("OPEN", None, "", "Applied")
    starts = list(StageVisit.objects.order_by("entered_at").values_list("entered_at", "left_at"))
    assert starts == [(at, at + HOUR), (at + 2 * HOUR, None)]
    assert not BenchEntry.objects.standing().exists()
    assert last_event()[0] == "candidacy.reopened"
    assert last_event()[4]["from_state"] == "REJECTED"


def test_reopen_may_choose_another_stage(candidacy, cast, at):
    ended = withdraw(candidacy=candidacy, reason="Stays there", by=cast.max, at=at)
    opened = reopen(candidacy=ended, to=hiring_stage("Ready"), by=cast.max, at=at)
    assert opened.stage.name == "Ready"
    assert move_candidacy(candidacy=opened, to=hiring_stage("Screen"), by=cast.max, at=at).stage.name == "Screen"
    assert put_on_bench(candidacy=opened, tier="B", by=cast.max, at=at + HOUR).tier == "B"


def test_reopen_an_open_one_is_refused(candidacy, cast, at):
    with assert_refused("open"):
        reopen(candidacy=candidacy, by=cast.max, at=at)


def test_reopen_beside_another_open_candidacy_is_refused(profile, candidacy, cast, at):
    ended = reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at)
    make_candidacy(profile, cast.max)
    with assert_refused("a_candidate_runs_once_at_a_time_for_a_profile", says="in another candidacy"):
        reopen(candidacy=ended, by=cast.max, at=at)
    assert Candidacy.objects.open().count() == 1
