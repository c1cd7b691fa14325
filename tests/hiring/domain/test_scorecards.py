from dataclasses import replace
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from hiring.domain.scorecards import RatingFacts, ScorecardFacts, save_draft, submit_scorecard
from hiring.models import Interview, Rating, Scorecard
from salesmgmt.events.models import Event
from salesmgmt.people.models import Competency, ProfileCompetency
from tests.hiring_rows import HOUR, card_facts, submit
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_breaks, assert_refused


def rated(code: str, value: int = 3, evidence: str = "Saw it.") -> RatingFacts:
    return RatingFacts(Competency.objects.get(code=code), value, evidence)


def test_save_draft_keeps_what_was_seen_and_no_more(interview, cast, at):
    card = save_draft(interview=interview, facts=ScorecardFacts([rated("discovery")]), by=cast.ivan, at=at)
    assert (card.author, card.recommendation, card.submitted_at, card.version) == (cast.ivan, "", None, 1)
    assert list(Rating.objects.values_list("competency__code", "value", "evidence")) == [("discovery", 3, "Saw it.")]
    assert last_event() == (
        "scorecard.drafted",
        "hiring.scorecard",
        card.pk,
        cast.ivan.pk,
        {"interview_id": interview.pk},
    )
    save_draft(interview=interview, facts=ScorecardFacts([rated("closing", 5)]), by=cast.ivan, at=at)
    assert list(Rating.objects.values_list("competency__code", "value")) == [("closing", 5)]
    before = all_rows()
    save_draft(interview=interview, facts=ScorecardFacts([rated("closing", 5)]), by=cast.ivan, at=at)
    assert all_rows() == before


def test_submit_scorecard_holds_the_interview_and_stays(interview, cast, at):
    card = submit(interview, cast.ivan)
    assert (card.recommendation, card.submitted_at) == ("YES", at + 2 * HOUR)
    assert Interview.objects.get().state == "HELD"
    payload = {"interview_id": interview.pk, "candidacy_id": interview.candidacy_id}
    assert last_event() == ("scorecard.submitted", "hiring.scorecard", card.pk, cast.ivan.pk, payload)
    for act in (save_draft, submit_scorecard):
        with assert_refused("submitted", says="stays as it is"):
            act(interview=interview, facts=card_facts(1), by=cast.ivan, at=at + 3 * HOUR)


def test_submit_scorecard_as_it_was_drafted(interview, cast, at):
    save_draft(interview=interview, facts=card_facts(), by=cast.ivan, at=at)
    card = submit_scorecard(interview=interview, by=cast.ivan, at=at + HOUR, expected_version=1)
    assert card.ratings.count() == 1


def test_no_event_holds_what_a_scorecard_says(interview, cast, at):
    submit(interview, cast.ivan)
    told = " ".join(str(payload) for payload in Event.objects.values_list("payload", flat=True))
    assert "YES" not in told
    assert not {"recommendation", "value", "ratings"} & {
        key for payload in Event.objects.values_list("payload", flat=True) for key in payload
    }


def test_submit_scorecard_needs_a_recommendation_and_an_interview_that_was(interview, cast, at):
    with assert_refused("recommendation", "recommendation"):
        submit_scorecard(interview=interview, by=cast.ivan, at=at + HOUR)
    with assert_refused("recommendation", "recommendation"):
        submit(interview, cast.ivan, recommendation="")
    with assert_refused("refused", "recommendation"):
        submit(interview, cast.ivan, recommendation="MAYBE")
    with assert_refused("to_come"):
        submit(interview, cast.ivan, at=at)


def test_rating_needs_evidence_a_known_value_and_a_competency_of_the_profile(interview, cast, at):
    Competency.objects.create(code="writing", name="Writing")
    for rating, code, says in (
        (rated("discovery", evidence=" "), "evidence", "The rating of Discovery needs its evidence"),
        (rated("discovery", 6), "refused", "from 1 to 5"),
        (rated("discovery", 0), "refused", "leave it out if you did not see it"),
        (rated("writing"), "competency", "did not ask for Writing"),
    ):
        with assert_refused(code, "ratings", says=says):
            save_draft(interview=interview, facts=ScorecardFacts([rating]), by=cast.ivan, at=at)
    with assert_refused("twice", "ratings"):
        facts = ScorecardFacts([rated("closing"), rated("closing", 5)])
        save_draft(interview=interview, facts=facts, by=cast.ivan, at=at)


def test_competencies_are_those_of_the_day_of_the_interview(interview, cast, at):
    ProfileCompetency.objects.filter(competency__code="closing").update(valid=DateRange(date(2026, 1, 1), at.date()))
    with assert_refused("competency", "ratings"):
        save_draft(interview=interview, facts=ScorecardFacts([rated("closing")]), by=cast.ivan, at=at)


@pytest.mark.parametrize("name", ["rosa", "olga", "rita", "mona"])
def test_only_the_panel_writes(interview, cast, at, name):
    with assert_refused("not_allowed"):
        save_draft(interview=interview, facts=card_facts(), by=getattr(cast, name), at=at)


def test_draft_written_elsewhere_in_between_is_a_conflict(interview, cast, at):
    save_draft(interview=interview, facts=card_facts(), by=cast.ivan, at=at, expected_version=0)
    with assert_refused("conflict"):
        save_draft(interview=interview, facts=card_facts(2), by=cast.ivan, at=at, expected_version=0)


def test_database_keeps_submitted_scorecards_and_their_ratings(interview, cast, at):
    card = submit(interview, cast.ivan)
    rating = card.ratings.get()
    other = Competency.objects.get(code="closing")
    kept = "ratings_of_a_submitted_scorecard_do_not_change"
    with assert_breaks(kept):
        Rating.objects.filter(pk=rating.pk).update(value=1)
    with assert_breaks(kept):
        Rating.objects.filter(pk=rating.pk)._raw_delete("default")
    with assert_breaks(kept):
        Rating.objects.create(scorecard=card, competency=other, value=1, evidence="Later.")
    for change in ({"summary": "Better."}, {"recommendation": "NO"}, {"submitted_at": None}):
        with assert_breaks("a_submitted_scorecard_does_not_change"):
            Scorecard.objects.filter(pk=card.pk).update(**change)
    with assert_breaks("a_submitted_scorecard_does_not_change"):
        Scorecard.objects.filter(pk=card.pk)._raw_delete("default")


def test_database_lets_a_load_write_drafts_then_ratings_then_submit(interview, cast, at):
    card = Scorecard.objects.create(interview=interview, author=cast.ivan, recommendation="NO")
    Rating.objects.create(scorecard=card, competency=Competency.objects.get(code="closing"), value=2, evidence="x")
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=at)
    with assert_breaks("a_submitted_scorecard_does_not_change"):
        Scorecard.objects.filter(pk=card.pk).update(version=9)


def test_rating_facts_are_replaced_whole(interview, cast, at):
    save_draft(interview=interview, facts=card_facts(), by=cast.ivan, at=at)
    save_draft(interview=interview, facts=replace(card_facts(), ratings=[]), by=cast.ivan, at=at)
    assert not Rating.objects.exists()
