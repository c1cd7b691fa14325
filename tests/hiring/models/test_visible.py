"""Who sees which candidates, and which scorecards: the table of PRODUCT, person by person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hiring.domain.endings import reject
from hiring.domain.profiles import set_hirers
from hiring.domain.scorecards import save_draft
from hiring.models import BenchEntry, Candidacy, Candidate, Interview, Scorecard, StageVisit, Touch
from tests.hiring_rows import DAY, HOUR, card_facts, make_candidacy, make_entry, make_interview, make_profile, submit


def readers(cast, rows) -> set[str]:
    return {name for name, user in cast.everybody().items() if rows.visible_to(user).exists()}


def test_candidates_are_seen_by_recruiters_admins_the_line_that_hires_and_who_is_to_see_them(
    candidacy, entry, interview, cast
):
    for rows in (Candidacy.objects, Candidate.objects, BenchEntry.objects, Interview.objects, StageVisit.objects):
        assert readers(cast, rows) == {"olga", "rosa", "max", "ivan"}
    assert readers(cast, Touch.objects) == set()


def test_manager_above_sees_what_somebody_below_hires_for(profile, candidacy, cast, at):
    set_hirers(profile=profile, users=[cast.api_user], by=cast.olga, at=at)
    assert readers(cast, Candidacy.objects) == {"olga", "rosa", "max", "api_user"}


def test_other_candidacies_of_a_candidate_stay_unseen(candidacy, cast, at):
    sdr = make_profile(cast, "SDR", hirers=[cast.mona])
    make_candidacy(sdr, cast.mona)
    assert Candidate.objects.count() == 1
    assert [str(row.profile) for row in Candidacy.objects.visible_to(cast.mona)] == ["SDR"]
    assert [str(row.profile) for row in Candidacy.objects.visible_to(cast.max)] == ["Enterprise AE"]
    assert not Candidacy.objects.workable_by(cast.mona).filter(pk=candidacy.pk).exists()


def seen(cast, user) -> set[str]:
    """By the rule as it is said for one card and for counting many, which is the same."""
    visible, counted = Scorecard.objects.visible_to(user), Scorecard.objects.counted_for(user)
    assert set(visible) == set(counted)
    return {card.author.short_name for card in visible}


def test_scorecards_are_blind_until_ones_own_is_in(interview, cast):
    submit(interview, cast.ivan)
    assert [seen(cast, user) for user in (cast.ivan, cast.max, cast.rosa, cast.olga, cast.mona)] == [
        {"Ivan"},
        set(),
        set(),
        set(),
        set(),
    ]
    submit(interview, cast.max)
    assert [seen(cast, user) for user in (cast.ivan, cast.max, cast.rosa, cast.olga, cast.mona)] == [
        {"Ivan", "Max"},
        {"Ivan", "Max"},
        {"Ivan", "Max"},
        set(),
        set(),
    ]


def test_drafts_are_nobody_elses(interview, cast, at):
    submit(interview, cast.max)
    save_draft(interview=interview, facts=card_facts(), by=cast.ivan, at=at)
    assert seen(cast, cast.ivan) == {"Ivan"}
    assert seen(cast, cast.max) == {"Max"}
    assert seen(cast, cast.rosa) == set()


def test_a_second_interview_makes_blind_again(interview, candidacy, cast, at):
    for user in (cast.ivan, cast.max):
        submit(interview, user)
    make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + DAY)
    assert seen(cast, cast.ivan) == {"Ivan"}
    assert seen(cast, cast.max) == {"Ivan", "Max"}
    assert seen(cast, cast.rosa) == set()


def test_a_cancelled_interview_owes_nothing(interview, candidacy, cast, at):
    for user in (cast.ivan, cast.max):
        submit(interview, user)
    make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + DAY)
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at + 3 * HOUR)
    assert seen(cast, cast.ivan) == seen(cast, cast.rosa) == {"Ivan", "Max"}


def test_recruiter_on_the_panel_is_as_blind_as_everybody(candidacy, cast):
    interview = make_interview(candidacy, cast.max, [cast.rosa, cast.ivan])
    submit(interview, cast.ivan)
    assert seen(cast, cast.rosa) == set()
    submit(interview, cast.rosa)
    assert seen(cast, cast.rosa) == {"Ivan", "Rosa"}


def test_visits_of_a_candidacy_do_not_overlap(candidacy, cast, at):
    stage = candidacy.stage
    StageVisit.objects.update(left_at=at + HOUR)
    with pytest.raises(IntegrityError, match="stage_visits_do_not_overlap"), transaction.atomic():
        StageVisit.objects.create(candidacy=candidacy, stage=stage, entered_at=at + HOUR - timedelta(microseconds=1))
    StageVisit.objects.create(
        candidacy=candidacy, stage=stage, entered_at=at + HOUR / 2, left_at=at + HOUR, undone_by=cast.max
    )
    assert StageVisit.objects.create(candidacy=candidacy, stage=stage, entered_at=at + HOUR).pk


def test_entries_are_found_while_they_stand(entry, candidacy, cast, at):
    other = make_entry(make_candidacy(candidacy.profile, cast.max, "Ada Brandt"), cast.max)
    BenchEntry.objects.filter(pk=entry.pk).update(left_at=at + HOUR)
    assert list(BenchEntry.objects.standing()) == [other]
