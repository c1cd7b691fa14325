"""What scorecards say beside each other follows every submission; the proof makes it anew by another statement."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from hiring.domain.candidates import enter_candidate
from hiring.domain.interviews import cancel
from hiring.domain.scorecards import RatingFacts, ScorecardFacts, save_draft, submit_scorecard
from hiring.models import ComparedCard, Interview, Scorecard, SharedRatings
from hiring.queries.interviewers import leniency_seen
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.unmerging import unmerge
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.people.models import Competency
from tests.hiring_rows import DAY, HOUR, make_candidacy, make_interview, make_profile, submit
from tests.salesmgmt.figures.proving import broken, by_hand

pytestmark = pytest.mark.django_db


def card(interview: Interview, by, at, recommendation: str = "YES", **values: int) -> Scorecard:
    ratings = [RatingFacts(Competency.objects.get(code=code), value, "Asked.") for code, value in values.items()]
    facts = ScorecardFacts(ratings, recommendation, "")
    return submit_scorecard(interview=interview, facts=facts, by=by, at=at)


def beside(interview: Interview) -> dict[str, tuple[int, int]]:
    assert "hiring.comparisons_are_what_scorecards_say" not in broken()
    rows = ComparedCard.objects.filter(card__interview=interview).select_related("author")
    return {row.author.short_name: (row.same, row.pairs) for row in rows}


def shared(interview: Interview) -> set[tuple[str, str, int, int, int]]:
    """Names, how many rated such a cell, how many such cells, and the difference of the first."""
    rows = SharedRatings.objects.filter(interview=interview).select_related("first", "second")
    return {(r.first.short_name, r.second.short_name, r.raters, r.cells, r.difference) for r in rows}


@pytest.fixture
def panel(candidacy, cast) -> Interview:
    """Ivan, Max and Rosa sit in it."""
    return make_interview(candidacy, cast.max, [cast.ivan, cast.max, cast.rosa])


def test_one_scorecard_has_nothing_beside_it_and_a_draft_is_none(panel, cast, at):
    card(panel, cast.ivan, at + 2 * HOUR, discovery=4, closing=3)
    draft = ScorecardFacts([RatingFacts(Competency.objects.get(code="closing"), 1, "Asked.")], "NO", "")
    save_draft(interview=panel, facts=draft, by=cast.max, at=at + 2 * HOUR)
    assert (beside(panel), shared(panel)) == ({}, set())


def test_each_that_comes_in_is_set_beside_those_that_were(panel, cast, at):
    card(panel, cast.ivan, at + 2 * HOUR, discovery=4, closing=3)
    card(panel, cast.max, at + 2 * HOUR, "STRONG_YES", discovery=2, closing=5)
    assert beside(panel) == {"Ivan": (1, 1), "Max": (1, 1)}
    (both,) = shared(panel)
    assert (set(both[:2]), both[2:]) == ({"Ivan", "Max"}, (2, 2, 0))
    card(panel, cast.rosa, at + 3 * HOUR, "NO", closing=1)
    assert beside(panel) == {"Ivan": (1, 2), "Max": (1, 2), "Rosa": (0, 2)}
    by_raters = {(frozenset(row[:2]), row[2]): (row[3], abs(row[4])) for row in shared(panel)}
    assert by_raters == {
        (frozenset({"Ivan", "Max"}), 2): (1, 2),
        (frozenset({"Ivan", "Max"}), 3): (1, 2),
        (frozenset({"Ivan", "Rosa"}), 3): (1, 2),
        (frozenset({"Max", "Rosa"}), 3): (1, 4),
    }


def test_what_only_one_saw_is_shared_with_nobody(panel, cast, at):
    card(panel, cast.ivan, at + 2 * HOUR, discovery=4)
    card(panel, cast.max, at + 2 * HOUR, "NO", closing=2)
    assert beside(panel) == {"Ivan": (0, 1), "Max": (0, 1)}
    assert shared(panel) == set()


def test_many_submitted_by_one_statement_are_set_beside_each_other(panel, candidacy, cast, at):
    """As a load does: drafts, then ratings, then all of them submitted."""
    other = make_interview(candidacy, cast.max, [cast.ivan, cast.max], scheduled_at=at + 3 * DAY)
    for interview in (panel, other):
        for who in (cast.ivan, cast.max):
            rating = RatingFacts(Competency.objects.get(code="closing"), 2 + (who == cast.ivan), "Asked.")
            save_draft(interview=interview, facts=ScorecardFacts([rating], "YES", ""), by=who, at=at + 4 * DAY)
    assert not ComparedCard.objects.exists()
    Interview.objects.update(state="HELD")
    Scorecard.objects.update(submitted_at=at + 4 * DAY)
    assert beside(panel) == beside(other) == {"Ivan": (1, 1), "Max": (1, 1)}
    assert [abs(row[4]) for row in (*shared(panel), *shared(other))] == [1, 1]


def test_comparisons_are_seen_by_who_may_read_both_scorecards(panel, profile, cast, at):
    """The blind rule, of everybody, at every step: also nothing of a candidate for whom one's own is missing."""
    bo = make_candidacy(profile, cast.max, "Bo Berg")
    second = make_interview(bo, cast.max, [cast.ivan, cast.max], scheduled_at=at + 3 * HOUR)
    cancelled = make_interview(bo, cast.max, [cast.rosa], scheduled_at=at + 3 * HOUR)
    cancel(interview=cancelled, by=cast.max, at=at)
    for interview, who in ((panel, cast.ivan), (panel, cast.max), (second, cast.ivan), (second, cast.max)):
        card(interview, who, at + 4 * HOUR, discovery=3, closing=4)
        assert_seen(cast)
    assert seen(cast.max) == {(second.pk, "Ivan"), (second.pk, "Max"), (panel.pk, "Ivan"), (panel.pk, "Max")}
    assert seen(cast.rosa) == {(second.pk, "Ivan"), (second.pk, "Max")}  # Rosa's own for the first is missing
    assert seen(cast.olga) == set() == {each.rater for each in leniency_seen(cast.olga)}
    card(panel, cast.rosa, at + 4 * HOUR, "NO", discovery=1)
    assert_seen(cast)
    assert len(seen(cast.rosa)) == 5
    make_interview(panel.candidacy, cast.max, [cast.max], scheduled_at=at + DAY)  # and Max is blind again
    assert_seen(cast)
    assert seen(cast.max) == {(second.pk, "Ivan"), (second.pk, "Max")}


def seen(user) -> set[tuple[int, str]]:
    rows = ComparedCard.objects.visible_to(user).select_related("card", "author")
    return {(row.card.interview_id, row.author.short_name) for row in rows}


def assert_seen(cast) -> None:
    for user in cast.everybody().values():
        read = set(Scorecard.objects.visible_to(user).filter(submitted_at__isnull=False).values_list("pk", flat=True))
        told = set(ComparedCard.objects.visible_to(user).values_list("pk", flat=True))
        beside_another = {
            pk for pk in read if Scorecard.objects.filter(pk__in=read - {pk}, interview__scorecards=pk).exists()
        }
        assert told == beside_another
        for row in SharedRatings.objects.visible_to(user):
            assert Scorecard.objects.filter(interview=row.interview, author__in=[row.first, row.second], pk__in=read)
            assert told & set(row.interview.scorecards.values_list("pk", flat=True))


def test_two_share_ratings_in_one_order(panel, cast, at):
    submit(panel, cast.ivan)
    submit(panel, cast.max)
    turned_round = "UPDATE hiring_sharedratings SET first_id = second_id, second_id = first_id"
    with (
        pytest.raises(IntegrityError, match="two_share_ratings_in_order"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(turned_round)
    assert SharedRatings.objects.count() == 1


def test_they_follow_candidates_who_are_merged_and_taken_apart(panel, candidacy, profile, cast, at):
    twin = enter_candidate(
        profile=make_profile(cast, "SDR"), facts={"name": "Cal", "email": "c@x.y"}, by=cast.rosa, at=at
    )
    card(panel, cast.ivan, at + 2 * HOUR, discovery=4)
    card(panel, cast.max, at + 2 * HOUR, "NO", discovery=2)
    assert whose() == [candidacy.candidate_id]
    kept, gone = twin.candidate_id, candidacy.candidate_id
    record = merge(mergeable=mergeable_of("hiring.candidate"), kept=kept, gone=gone, by=cast.rosa, at=at + DAY)
    assert whose() == [kept]
    assert "hiring.comparisons_are_what_scorecards_say" not in broken()
    unmerge(record=record, by=cast.rosa, at=at + 2 * DAY)
    assert whose() == [gone]
    by_hand("UPDATE hiring_sharedratings SET of_candidate = %s", kept)
    assert "hiring.comparisons_are_what_scorecards_say" in broken()


def whose() -> list[int]:
    return list(SharedRatings.objects.values_list("of_candidate", flat=True))


def test_leniency_joins_nothing_to_very_many_pairs(panel, cast, at, django_assert_num_queries):
    card(panel, cast.ivan, at + 2 * HOUR, discovery=4)
    card(panel, cast.max, at + 2 * HOUR, "NO", discovery=2)
    card(panel, cast.rosa, at + 2 * HOUR, "NO", discovery=2)
    cast.rosa.has_perm("hiring.read")  # roles are read once a request
    with django_assert_num_queries(1) as caught:
        leniency_seen(cast.rosa)
    read, _, _ = caught.captured_queries[0]["sql"].partition("WHERE")
    assert "hiring_sharedratings" in read
    assert "JOIN" not in read


def test_what_was_lost_or_written_by_hand_is_folded_anew(panel, candidacy, cast, at):
    card(panel, cast.ivan, at + 2 * HOUR, discovery=4)
    card(panel, cast.max, at + 2 * HOUR, "NO", discovery=2)
    as_folded = (beside(panel), shared(panel))
    by_hand("UPDATE hiring_panelist SET is_written = NOT is_written WHERE interview_id = %s", panel.pk)
    by_hand("DELETE FROM hiring_comparedcard WHERE candidacy_id = %s", candidacy.pk)
    by_hand("UPDATE hiring_sharedratings SET cells = 7 WHERE candidacy_id = %s", candidacy.pk)
    by_hand("DELETE FROM hiring_stagepassage WHERE candidacy_id = %s", candidacy.pk)
    assert len([name for name in broken() if name.startswith("hiring.")]) == 4  # minutes of lost passages, too
    call_command("recount_rollups", stdout=StringIO())
    assert [name for name in broken() if name.startswith("hiring.")] == []
    assert (beside(panel), shared(panel)) == as_folded
