"""A seat is drafted, opened with a yes where one is needed, and filled by a hire."""

from dataclasses import replace
from datetime import date

import pytest

from hiring.domain.answers import accept_offer
from hiring.domain.hires import Joining, hire
from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, send_offer
from hiring.domain.openings import ask_to_open, cancel_opening, draft_opening
from hiring.models import Candidacy, Offer, Opening
from hiring.queries.link_tokens import offer_token
from salesmgmt.approvals.domain.asking import withdraw
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.deciding import decide
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.common.problems import NotAllowed
from salesmgmt.web.domain.undoing import offered, take_back
from tests.hiring_rows import DAY, HOUR, make_profile
from tests.onboarding.rows import make_plan
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused


@pytest.fixture
def opening(profile, cast, at) -> Opening:
    """A draft of a seat in North."""
    return draft_opening(
        profile=profile, team=cast.north, reason="GROWTH", target_date=date(2026, 6, 1), by=cast.max, at=at
    )


@pytest.fixture
def joining(cast, profile) -> Joining:
    make_plan(profile.role_profile, by=cast.olga)
    return Joining(start_date=date(2026, 4, 1), team=cast.north, manager=cast.max, email="cal@kestrel.example")


def test_without_a_chain_it_opens_at_once(opening, cast, at):
    opened = ask_to_open(opening=opening, by=cast.max, at=at + HOUR)
    assert (opened.state, opened.opened_at, opened.version) == ("OPEN", at + HOUR, 3)
    payload = {"profile_id": opening.profile_id, "team_id": cast.north.pk, "reason": "GROWTH"}
    assert last_event() == ("opening.opened", "hiring.opening", opening.pk, cast.max.pk, payload)


def test_the_last_yes_opens_it_and_its_instant_counts(opening, cast, at):
    set_chain(kind="hiring.opening", approvers=["COMP_ADMIN"], by=cast.olga, at=at)
    ask_to_open(opening=opening, by=cast.max, at=at)
    request = ApprovalRequest.objects.get()
    assert request.what == "opening a seat as Enterprise AE in North"
    withdraw(request=request, by=cast.max, at=at)
    assert Opening.objects.get().state == "DRAFT"
    ask_to_open(opening=opening, by=cast.max, at=at + HOUR)
    decide(request=ApprovalRequest.objects.open().get(), is_yes=True, by=cast.carla, at=at + DAY)
    assert (Opening.objects.get().state, Opening.objects.get().opened_at) == ("OPEN", at + DAY)


def test_a_hire_fills_it_and_keeps_the_accepted_offer(opening, candidacy, joining, cast, at):
    ask_to_open(opening=opening, by=cast.max, at=at)
    facts = OfferFacts(6_000_000, 0, "EUR", date(2026, 4, 1), date(2026, 3, 20))
    offer = draft_offer(candidacy=candidacy, facts=facts, by=cast.max, at=at)
    ask_for_offer(offer=offer, by=cast.max, at=at)
    accept_offer(token=offer_token(send_offer(offer=offer, by=cast.max, at=at)), at=at)
    hire(candidacy=candidacy, joining=replace(joining, opening=opening), by=cast.max, at=at + DAY)
    filled = Opening.objects.get()
    assert (filled.state, filled.filled_by, filled.closed_at) == ("FILLED", candidacy, at + DAY)
    assert (Offer.objects.get().state, Candidacy.objects.get().state) == ("ACCEPTED", "HIRED")


def test_a_hire_into_a_seat_that_is_not_open_is_no_hire(opening, candidacy, joining, cast, at):
    with assert_refused("opening_not_open", field="opening"):
        hire(candidacy=candidacy, joining=replace(joining, opening=opening), by=cast.max, at=at)
    other = draft_opening(
        profile=make_profile(cast, "SDR"), team=cast.north, reason="GROWTH", target_date=date(2026, 6, 1), by=cast.max,
        at=at,
    )  # fmt: skip
    ask_to_open(opening=other, by=cast.max, at=at)
    with assert_refused("other_profile", field="opening"):
        hire(candidacy=candidacy, joining=replace(joining, opening=other), by=cast.max, at=at)
    assert Candidacy.objects.get().state == "OPEN"


def test_cancelling_can_be_undone_and_keeps_the_day_it_opened(opening, cast, at):
    ask_to_open(opening=opening, by=cast.max, at=at)
    with assert_refused("reason_missing", field="reason"):
        cancel_opening(opening=opening, reason=" ", by=cast.max, at=at)
    cancelled = cancel_opening(opening=opening, reason="Budget", by=cast.max, at=at + HOUR)
    assert (cancelled.state, cancelled.closed_at) == ("CANCELLED", at + HOUR)
    back = take_back(undo=offered(cancelled, by=cast.max, at=at + HOUR), by=cast.max, at=at + HOUR)
    assert back.words == "Enterprise AE, North is open again"
    assert (Opening.objects.get().state, Opening.objects.get().opened_at) == ("OPEN", at)


@pytest.mark.parametrize("name", ["mona", "ivan", "carla", "rita"])
def test_who_does_not_hire_for_the_profile_opens_nothing(profile, cast, at, name):
    with pytest.raises(NotAllowed):
        draft_opening(
            profile=profile, team=cast.north, reason="GROWTH", target_date=date(2026, 6, 1), by=getattr(cast, name),
            at=at,
        )  # fmt: skip
    assert not Opening.objects.exists()
