"""Who may erase whom, what is refused, and what the row that stays is good for."""

from datetime import date

import pytest
from django.db import connection, transaction

from hiring.choices import RequestKind
from hiring.domain.candidate_requests import ask_by_link, withdraw_by_link
from hiring.domain.candidates import edit_candidate
from hiring.domain.data_copies import ask_for_data_copy
from hiring.domain.endings import reopen, withdraw
from hiring.domain.erasure import erase_candidate
from hiring.domain.hires import Joining, hire
from hiring.domain.offers import ask_for_offer, draft_offer, send_offer
from hiring.domain.scorecards import save_draft
from hiring.domain.self_identification import DEAD, identify, token_of
from hiring.domain.status_links import candidate_of_link, send_status_link
from hiring.models import (
    Candidacy,
    Candidate,
    CandidateMail,
    CandidateRequest,
    Erasure,
    Interview,
    OfferLetter,
    Scorecard,
)
from hiring.queries.erasing import looking_alike
from hiring.queries.link_tokens import status_token
from salesmgmt.common.problems import NotAllowed
from salesmgmt.duplicates.domain.pairing import look_at_all
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.cast import AT
from tests.hiring.erasure.planting import OFFER
from tests.hiring_rows import DAY, HOUR, card_facts, make_candidacy, make_entry, make_interview, submit
from tests.onboarding.rows import make_plan
from tests.refusals import all_rows, assert_breaks, assert_refused

pytestmark = pytest.mark.django_db
MONTH_LATER = AT + 30 * DAY


def erase(candidacy, by, **more):
    facts = {"basis": "REQUEST", "by": by, "at": MONTH_LATER, **more}
    return erase_candidate(candidate=Candidate.objects.get(pk=candidacy.candidate_id), **facts)


@pytest.fixture
def gone(candidacy, cast, officer, at) -> Candidacy:
    withdraw(candidacy=candidacy, reason="Moves away", by=cast.max, at=at + HOUR)
    erase(candidacy, officer)
    return Candidacy.objects.select_related("candidate").get(pk=candidacy.pk)


def test_it_takes_a_grant_of_its_own_and_to_read_every_candidate(candidacy, cast, officer):
    for person in (cast.max, cast.olga, cast.ivan):
        before = all_rows()
        with pytest.raises(NotAllowed):
            erase(candidacy, person)
        assert all_rows() == before
    grant_role(user=cast.max, role=Role.PRIVACY, team=None, start_date=AT.date(), by=cast.olga, at=AT)
    with pytest.raises(NotAllowed):
        erase(candidacy, type(cast.max).objects.get(pk=cast.max.pk))
    assert erase(candidacy, officer).by == officer


def test_a_row_that_says_nothing_stays_and_what_ran_is_withdrawn(candidacy, cast, officer, at):
    make_entry(candidacy, cast.max)
    interview = make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=MONTH_LATER + DAY)
    erasure = erase(candidacy, officer)
    shell = Candidate.objects.get(pk=candidacy.candidate_id)
    assert (str(shell), shell.email, shell.erased_at, shell.version) == ("Erased candidate", None, MONTH_LATER, 2)
    after = Candidacy.objects.get(pk=candidacy.pk)
    assert (after.state, after.end_reason, after.ended_at) == ("WITHDRAWN", "", MONTH_LATER)
    assert Interview.objects.get(pk=interview.pk).state == "CANCELLED"
    assert not CandidateMail.objects.exists()
    assert (erasure.basis, erasure.candidate, "hiring.candidate" in erasure.counts) == ("REQUEST", shell, True)


def test_somebody_who_was_hired_is_not_erased(candidacy, profile, cast, officer, at):
    make_plan(profile.role_profile, by=cast.olga)
    joining = Joining(start_date=date(2026, 4, 1), team=cast.north, manager=cast.max, email="cal@kestrel.example")
    hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + HOUR)
    with assert_refused("hired", says="personnel record, which employment law makes you keep"):
        erase(candidacy, officer)


def test_somebody_with_an_offer_is_not_erased(candidacy, cast, officer, at):
    offer = ask_for_offer(offer=draft_offer(candidacy=candidacy, facts=OFFER, by=cast.max, at=at), by=cast.max, at=at)
    send_offer(offer=offer, by=cast.max, at=at)
    with assert_refused("offer_out", says="withdraw the offer first"):
        erase(candidacy, officer)
    assert OfferLetter.objects.exists()


def test_nobody_is_erased_twice_on_no_ground_or_by_an_old_page(candidacy, gone, officer, profile, cast):
    with assert_refused("erased", says="erased on 1 April 2026"):
        erase(candidacy, officer)
    other = make_candidacy(profile, cast.max, "Dot Doe")
    with assert_refused("basis", "basis"):
        erase(other, officer, basis="CONSENT")
    with assert_refused("conflict", says="changed by somebody else"):
        erase(other, officer, expected_version=7)


def test_nothing_is_done_with_the_row_any_more(gone, cast, officer, at):
    later = MONTH_LATER + DAY
    with assert_refused("erased", says="enter them anew"):
        reopen(candidacy=gone, by=cast.max, at=later)
    with assert_refused("erased"):
        edit_candidate(candidate=gone.candidate, facts={"about": "Was nice"}, by=cast.rosa, at=later)
    with assert_refused("erased"):
        send_status_link(candidacy=gone, by=cast.max, at=later)
    with assert_refused("self_identification_link", says=DEAD):
        identify(token=token_of(gone.candidate), said={}, at=later)
    with assert_breaks("an_erased_candidate_says_nothing"):
        Candidate.objects.filter(pk=gone.candidate_id).update(about="Was nice")


def test_a_scorecard_that_was_being_written_finds_nobody(candidacy, cast, officer, at):
    interview = make_interview(candidacy, cast.max, [cast.ivan])
    save_draft(interview=interview, facts=card_facts(summary="Calm"), by=cast.ivan, at=at + 2 * HOUR)
    erase(candidacy, officer)
    card = Scorecard.objects.get()
    assert (card.summary, [rating.evidence for rating in card.ratings.all()]) == ("", ["Erased."])
    with assert_refused("erased"):
        save_draft(interview=interview, facts=card_facts(summary="Calm"), by=cast.ivan, at=MONTH_LATER)


def test_the_door_of_scorecards_lets_nothing_else_through(candidacy, cast, at):
    card = submit(make_interview(candidacy, cast.max, [cast.ivan]), cast.ivan)
    for change in ("recommendation = 'NO', summary = ''", "summary = 'Was calm'"):
        with assert_breaks("a_submitted_scorecard_does_not_change"), connection.cursor() as cursor:
            cursor.execute("SET LOCAL salesmgmt.erasing_subject = 'on'")
            cursor.execute(f"UPDATE hiring_scorecard SET {change} WHERE id = %s", [card.pk])
    for change in ("value = 1, evidence = 'Erased.'", "evidence = 'Other'"):
        with assert_breaks("ratings_of_a_submitted_scorecard_do_not_change"), connection.cursor() as cursor:
            cursor.execute("SET LOCAL salesmgmt.erasing_subject = 'on'")
            cursor.execute(f"UPDATE hiring_rating SET {change} WHERE scorecard_id = %s", [card.pk])


def test_their_link_still_says_so_and_takes_nothing_more(candidacy, cast, officer, at):
    token = status_token(send_status_link(candidacy=candidacy, by=cast.max, at=at))
    asked = ask_by_link(token=token, kind=RequestKind.ERASURE, at=at)
    erase(candidacy, officer)
    done = CandidateRequest.objects.get(pk=asked.pk)
    assert (done.done_by, done.note, done.done_at) == (officer, "Erased.", MONTH_LATER)
    later = MONTH_LATER + DAY
    assert candidate_of_link(token, at=later).erased_at == MONTH_LATER
    for act in (
        lambda: ask_by_link(token=token, kind=RequestKind.ERASURE, at=later),
        lambda: withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=later),
        lambda: ask_for_data_copy(token=token, at=later),
    ):
        with assert_refused("erased"):
            act()


def test_rows_that_are_left_are_not_taken_for_the_same_person(profile, cast, officer, at):
    for name in ("Dot Doe", "Eve Eames"):
        erase(make_candidacy(profile, cast.max, name), officer)
    assert look_at_all(mergeable_of("hiring.candidate"), at=MONTH_LATER) == 0


def test_the_preview_names_who_may_be_the_same_person_and_would_stay(candidacy, profile, cast, at):
    twin = make_candidacy(profile, cast.rosa, "Cal Candidate", email="cal@other.example").candidate
    look_at_all(mergeable_of("hiring.candidate"), at=at)
    assert DuplicatePair.objects.exists()
    assert looking_alike(candidacy.candidate) == [twin]


def test_what_goes_in_one_transaction_comes_back_with_it(candidacy, officer):
    before = all_rows()
    with transaction.atomic():
        erase(candidacy, officer)
        transaction.set_rollback(True)
    assert all_rows() == before
    assert not Erasure.objects.exists()
