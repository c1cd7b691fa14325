"""Who reads a note on a candidate, and what its author alone may do to it."""

import pytest

from hiring.domain.erasure import erase_candidate
from hiring.domain.notes import LONGEST, correct_note, remove_note, write_note
from hiring.models import CandidateNote
from hiring.queries.data_copy import data_copy
from hiring.queries.timeline import happenings
from salesmgmt.accounts.models import User
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.unmerging import unmerge
from salesmgmt.duplicates.models import MergeRecord
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.events.models import Event
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.hiring_rows import HOUR, make_candidacy, make_interview, make_profile, submit
from tests.refusals import assert_breaks, assert_refused


@pytest.fixture
def note(candidacy, cast, at):
    def make(audience="ALL", by=None, text="Calls before nine."):
        return write_note(candidacy=candidacy, text=text, audience=audience, by=by or cast.rosa, at=at)

    return make


def readers(row, cast):
    names = ("rosa", "max", "mona", "ivan", "olga", "rita", "carla")
    return {name for name in names if CandidateNote.objects.visible_to(getattr(cast, name)).filter(pk=row.pk).exists()}


def test_each_audience_reads_its_notes_once_the_scorecards_are_in(note, interview, cast):
    submit(interview, cast.ivan)
    submit(interview, cast.max)
    assert readers(note("ALL"), cast) == {"rosa", "max", "ivan", "olga"}
    assert readers(note("HIRING"), cast) == {"rosa", "max", "olga"}
    assert readers(note("OWN"), cast) == {"rosa"}
    assert readers(note("HIRING", by=cast.ivan), cast) == {"rosa", "max", "olga", "ivan"}


def test_who_owes_a_scorecard_reads_no_note_but_their_own(note, interview, cast):
    everybodys, ivans = note("ALL"), note("ALL", by=cast.ivan)
    assert readers(everybodys, cast) == {"rosa", "olga"}
    submit(interview, cast.ivan)
    assert readers(everybodys, cast) == {"rosa", "olga", "ivan"}
    assert readers(ivans, cast) == {"rosa", "olga", "ivan"}, "Max hires for the profile and still owes one."


def test_a_second_interview_makes_blind_again(note, candidacy, interview, cast):
    row = note("ALL")
    submit(interview, cast.ivan)
    assert "ivan" in readers(row, cast)
    make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=interview.scheduled_at + 3 * HOUR)
    assert "ivan" not in readers(row, cast)


def test_the_timeline_tells_of_notes_that_one_reads_and_of_no_others(note, candidacy, interview, cast):
    note("ALL", text="Calm in the storm.")
    note("OWN", text="Ask of 2021.")
    told = {name: [e.note for e in happenings(candidacy, viewer=getattr(cast, name)) if "wrote" in e.what] for name in
            ("rosa", "olga", "ivan")}  # fmt: skip
    assert sorted(told["rosa"]) == ["Ask of 2021.", "Calm in the storm."]
    assert (told["olga"], told["ivan"]) == (["Calm in the storm."], [])


def test_a_note_is_corrected_by_its_author_and_the_log_has_no_words(note, cast, at):
    row = note(text="Turbines.")
    corrected = correct_note(note=row, text=" Pumps. ", audience="OWN", by=cast.rosa, at=at + HOUR, expected_version=1)
    assert (corrected.text, corrected.audience, corrected.version) == ("Pumps.", "OWN", 2)
    assert correct_note(note=corrected, text="Pumps.", by=cast.rosa, at=at + 2 * HOUR).version == 2
    events = Event.objects.filter(kind__startswith="candidate_note.").order_by("id")
    assert [event.kind for event in events] == ["candidate_note.written", "candidate_note.corrected"]
    assert [event.payload for event in events] == [{"note_id": row.pk}, {"note_id": row.pk, "version": 2}]


def test_a_removed_note_is_gone_for_everybody(note, cast, at):
    row = note()
    number = row.pk
    remove_note(note=row, by=cast.rosa, at=at + HOUR)
    assert not CandidateNote.objects.exists()
    assert Event.objects.get(kind="candidate_note.removed").payload == {"note_id": number}


def test_what_is_no_note_is_refused_and_nothing_changes(note, candidacy, cast, at):
    row = note()
    act = {"by": cast.rosa, "at": at + HOUR}
    with assert_refused("note_empty", "text"):
        write_note(candidacy=candidacy, text="  ", audience="ALL", **act)
    with assert_refused("note_too_long", "text"):
        write_note(candidacy=candidacy, text="x" * (LONGEST + 1), audience="ALL", **act)
    with assert_refused("audience", "audience"):
        write_note(candidacy=candidacy, text="Calm.", audience="PRESS", **act)
    with assert_refused("not_allowed"):
        write_note(candidacy=candidacy, text="Calm.", audience="ALL", by=cast.mona, at=at)
    with assert_refused("not_allowed"):
        correct_note(note=row, text="Mine.", by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        remove_note(note=row, by=cast.max, at=at)
    with assert_refused("note_changed"):
        correct_note(note=row, text="Late.", expected_version=7, **act)
    assert list(CandidateNote.objects.values_list("text", "version")) == [("Calls before nine.", 1)]


def test_the_database_refuses_a_note_that_says_nothing(candidacy, cast, at):
    by = {"candidacy": candidacy, "author": cast.rosa, "written_at": at}
    with assert_breaks("a_candidate_note_says_something"):
        CandidateNote.objects.create(**by, text="")
    with assert_breaks("a_candidate_note_is_for_somebody_known"):
        CandidateNote.objects.create(**by, text="Calm.", audience="PRESS")


def test_the_copy_of_their_data_has_no_note(note, candidacy):
    note(text="Calm in the storm.")
    assert "Calm" not in str(data_copy(candidacy.candidate))


def test_a_merge_carries_notes_and_unmerging_brings_them_back(note, candidacy, cast, at):
    row = note()
    other = make_candidacy(make_profile(cast, "Mid-market AE"), cast.max, "Alf Alike")
    merge(mergeable=mergeable_of("hiring.candidate"), kept=other.candidate_id, gone=candidacy.candidate_id,
          by=cast.rosa, at=at)  # fmt: skip
    row.refresh_from_db()
    assert CandidateNote.objects.get(candidacy__candidate=other.candidate_id) == row
    unmerge(record=MergeRecord.objects.get(), by=cast.rosa, at=at + HOUR)
    row.refresh_from_db()
    assert row.candidacy.candidate_id == candidacy.candidate_id


def test_an_erased_candidate_has_no_notes_and_gets_none(note, candidacy, cast, at):
    note("OWN", by=cast.max)
    grant_role(user=cast.olga, role=Role.PRIVACY, team=None, start_date=at.date(), by=cast.olga, at=at)
    officer = User.objects.get(pk=cast.olga.pk)
    erase_candidate(candidate=candidacy.candidate, by=officer, at=at, basis="REQUEST")
    assert not CandidateNote.objects.exists()
    with assert_refused("erased"):
        write_note(candidacy=candidacy, text="Calm.", audience="ALL", by=cast.rosa, at=at)
