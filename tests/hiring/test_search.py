"""Candidates are found by what one may read of them, and by a scorecard only by those who are not blind to it."""

import io

import pytest

from hiring.domain.documents import add_document, remove_document
from hiring.domain.notes import write_note
from hiring.domain.touches import log_touch
from hiring.search import ratings
from salesmgmt.files.models import FileText
from salesmgmt.search.queries.finding import find
from salesmgmt.search.typed import read
from tests.cast import AT
from tests.hiring_rows import HOUR, make_candidacy, make_entry, make_interview, make_profile, submit


@pytest.fixture
def cal(cast):
    profile = make_profile(cast)
    return make_candidacy(profile, cast.max, headline="Sold turbines in Kiel", about="Speaks Portuguese.")


def hits(user, text: str) -> list[tuple[str, str]]:
    found = find(user, read(text), each=5, codes=["hiring.candidacy"])
    return [(hit.name, hit.meta.rpartition(", ")[2]) for group in found for hit in group.hits]


def test_candidate_is_found_by_headline_address_and_text(cast, cal):
    assert hits(cast.rosa, "turbines kiel") == [("Cal Candidate", "Sold turbines in Kiel")]
    assert hits(cast.rosa, "cal@post") == [("Cal Candidate", "Sold turbines in Kiel")]
    assert hits(cast.rosa, "portug") == [("Cal Candidate", "in what is said about them")]


@pytest.mark.parametrize("who", ["rita", "mona", "ivan", "finn", "carla", "api_user", "stranger"])
def test_who_may_not_see_a_candidate_does_not_find_them(cast, cal, who):
    user = getattr(cast, who)
    assert [hits(user, typed) for typed in ("cal", "cla", "turbines", "portuguese")] == [[]] * 4


def test_words_of_a_document_find_its_candidate_until_it_is_removed(cast, cal):
    act = {"by": cast.max, "at": AT}
    cv = add_document(candidate=cal.candidate, kind="CV", content=io.BytesIO(b"%PDF-1.4 cv"), name="cv.pdf", **act)
    FileText.objects.filter(file=cv.stored_id).update(text="Fluent in Kotlin", state="READ", read_at=AT)
    assert hits(cast.max, "kotlin") == [("Cal Candidate", "in a document")]
    assert hits(cast.mona, "kotlin") == []
    remove_document(document=cv, **act)
    assert hits(cast.max, "kotlin") == []


def test_words_of_a_cv_find_it_for_who_sees_the_candidate_and_nobody_else(cast, cal):
    cv = add_document(
        candidate=cal.candidate, kind="CV", content=io.BytesIO(b"%PDF-1.4 cv"), name="cv.pdf", by=cast.max, at=AT
    )
    FileText.objects.filter(file=cv.stored_id).update(text="Fluent in Kotlin", state="READ", read_at=AT)
    names = ("rosa", "max", "olga", "ivan", "mona", "rita", "carla", "finn", "api_user", "stranger")

    def finding() -> list[str]:
        return [name for name in names if hits(getattr(cast, name), "kotlin")]

    assert finding() == ["rosa", "max", "olga"]
    make_interview(cal, cast.max, [cast.ivan])
    assert finding() == ["rosa", "max", "olga", "ivan"], "whoever is to see them reads what they handed in"


def test_touch_finds_the_candidate_for_those_who_see_it(cast, cal):
    log_touch(entry=make_entry(cal, cast.max), kind="CALL", happened_at=AT, note="Likes sailing", by=cast.max, at=AT)
    assert hits(cast.rosa, "sailing") == [("Cal Candidate", "in a touch")]
    assert hits(cast.rita, "sailing") == []


def test_interviewer_does_not_find_anothers_scorecard_before_their_own_is_in(cast, cal):
    submit(make_interview(cal, cast.max, [cast.ivan]), cast.ivan, summary="Quixotic", evidence="Zestful")
    own = make_interview(cal, cast.max, [cast.max], scheduled_at=AT + 2 * HOUR)
    assert hits(cast.ivan, "quixotic") == hits(cast.ivan, "zestful") == [("Cal Candidate", "in a scorecard")]
    for blind in (cast.max, cast.rosa, cast.olga):
        assert hits(blind, "quixotic") == hits(blind, "zestful") == []
        assert not ratings(blind).exists()
    submit(own, cast.max, at=AT + 4 * HOUR)
    assert hits(cast.max, "quixotic") == hits(cast.max, "zestful") == [("Cal Candidate", "in a scorecard")]
    assert hits(cast.olga, "zestful") == []


def test_a_note_is_found_by_those_whom_it_is_for_and_who_owe_no_scorecard(cast, cal):
    act = {"candidacy": cal, "by": cast.rosa, "at": AT}
    write_note(text="Collects sextants.", audience="ALL", **act)
    write_note(text="Wants astrolabes.", audience="HIRING", **act)
    write_note(text="Ask of orreries.", audience="OWN", **act)
    interview = make_interview(cal, cast.max, [cast.ivan])
    words = ("sextants", "astrolabes", "orreries")
    assert [[bool(hits(who, word)) for word in words] for who in (cast.rosa, cast.max, cast.ivan)] == [
        [True, True, True],
        [True, True, False],
        [False, False, False],
    ]
    submit(interview, cast.ivan)
    assert [bool(hits(cast.ivan, word)) for word in words] == [True, False, False]
