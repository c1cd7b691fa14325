"""An offer is versioned, approved by others, sent, and answered once by its link."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hiring.domain.answers import accept_offer, decline_offer
from hiring.domain.endings import reject
from hiring.domain.expiry import expire_offers
from hiring.domain.offers import (
    OfferChanged,
    OfferFacts,
    ask_for_offer,
    draft_offer,
    revise_offer,
    send_offer,
    withdraw_offer,
)
from hiring.models import Offer, OfferTerms
from hiring.queries.link_tokens import offer_token
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.deciding import decide
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.models import Event
from tests.hiring_rows import DAY, HOUR
from tests.refusals import assert_refused

FACTS = OfferFacts(6_000_000, 4_000_000, "EUR", date(2026, 5, 1), date(2026, 3, 20))


@pytest.fixture
def offer(candidacy, cast, at) -> Offer:
    """60,000 and 40,000 a year to Cal, standing until 20 March."""
    return draft_offer(candidacy=candidacy, facts=FACTS, by=cast.max, at=at)


@pytest.fixture
def sent(offer, cast, at) -> Offer:
    ask_for_offer(offer=offer, by=cast.max, at=at)
    return send_offer(offer=offer, by=cast.max, at=at)


def state(offer: Offer) -> tuple[str, int, int]:
    fresh = Offer.objects.get(pk=offer.pk)
    return fresh.state, fresh.terms_number, fresh.version


def test_without_a_chain_an_offer_is_approved_at_once_and_no_event_says_what_it_pays(sent, cast):
    assert state(sent) == ("SENT", 1, 4)
    events = Event.objects.filter(subject_kind="hiring.offer").order_by("pk")
    kinds = ["offer.drafted", "offer.approved", "offer.sent", "offer.letter_made"]
    assert [event.kind for event in events] == kinds
    said = {name for event in events for name in event.payload}
    assert said == {"candidacy_id", "terms_number", "letter_id", "file_id"}


def test_a_candidacy_has_one_live_offer(offer, candidacy, cast, at):
    with assert_refused("a_candidacy_has_one_live_offer"):
        draft_offer(candidacy=candidacy, facts=FACTS, by=cast.max, at=at)
    withdraw_offer(offer=offer, reason="Too low", by=cast.max, at=at)
    again = draft_offer(candidacy=candidacy, facts=FACTS, by=cast.max, at=at)
    assert (again.state, Offer.objects.live().get()) == ("DRAFT", again)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"base_minor": 0}, "base_pay", "base"),
        ({"variable_minor": -1}, "variable_pay", "variable"),
        ({"currency": "eur"}, "currency", "currency"),
        ({"expires_date": date(2026, 3, 1)}, "expires_date", "expires_date"),
        ({"start_date": date(2026, 3, 20)}, "start_date", "start_date"),
    ],
)
def test_an_offer_is_refused(candidacy, cast, at, change, code, field):
    with assert_refused(code, field):
        draft_offer(candidacy=candidacy, facts=replace(FACTS, **change), by=cast.max, at=at)
    assert not OfferTerms.objects.exists()


@pytest.mark.parametrize("name", ["mona", "ivan", "olga", "finn", "rita"])
def test_who_does_not_hire_for_the_profile_makes_no_offer(candidacy, cast, at, name):
    with pytest.raises(NotAllowed):
        draft_offer(candidacy=candidacy, facts=FACTS, by=getattr(cast, name), at=at)
    assert not Offer.objects.exists()


def test_revising_makes_the_next_version_ends_the_request_and_asks_anew(offer, cast, at):
    set_chain(kind="hiring.offer", approvers=["COMP_ADMIN"], by=cast.carla, at=at)
    ask_for_offer(offer=offer, by=cast.max, at=at)
    first = ApprovalRequest.objects.get()
    assert (state(offer)[0], first.what) == ("WAITING", "version 1 of an offer as Enterprise AE")
    assert (first.params["amount_minor"], first.params["currency"]) == (10_000_000, "EUR")
    revise_offer(offer=offer, facts=replace(FACTS, base_minor=6_500_000), by=cast.max, at=at + HOUR)
    first.refresh_from_db()
    assert (first.state, state(offer)[:2]) == ("VOID", ("DRAFT", 2))
    assert list(OfferTerms.objects.values_list("number", "base_minor")) == [(2, 6_500_000), (1, 6_000_000)]
    ask_for_offer(offer=offer, by=cast.max, at=at + HOUR)
    decide(request=ApprovalRequest.objects.open().get(), is_yes=True, by=cast.carla, at=at + HOUR)
    assert state(offer)[0] == "APPROVED"


def test_a_no_makes_it_a_draft_again(offer, cast, at):
    set_chain(kind="hiring.offer", approvers=["COMP_ADMIN"], by=cast.carla, at=at)
    ask_for_offer(offer=offer, by=cast.max, at=at)
    decide(request=ApprovalRequest.objects.get(), is_yes=False, reason="Too much", by=cast.carla, at=at)
    assert state(offer)[0] == "DRAFT"


def test_what_nobody_approved_is_not_sent(offer, cast, at):
    with assert_refused("offer_state"):
        send_offer(offer=offer, by=cast.max, at=at)
    assert state(offer) == ("DRAFT", 1, 1)


def test_a_change_that_crossed_another_is_told(offer, cast, at):
    with pytest.raises(OfferChanged):
        revise_offer(offer=offer, facts=replace(FACTS, base_minor=1), by=cast.max, at=at, expected_version=7)
    assert state(offer) == ("DRAFT", 1, 1)


def test_accepting_twice_is_accepting_once(sent, at):
    token = offer_token(sent)
    accept_offer(token=token, at=at + DAY)
    accept_offer(token=token, at=at + 2 * DAY)
    assert (state(sent), Offer.objects.get().ended_at) == (("ACCEPTED", 1, 5), at + DAY)
    assert Event.objects.filter(kind="offer.accepted").count() == 1
    with assert_refused("offer_is_over"):
        decline_offer(token=token, at=at + DAY)


def test_after_the_last_day_nothing_changes(sent, at):
    accept_at = at + timedelta(days=19)  # 21 March
    with assert_refused("offer_expired"):
        accept_offer(token=offer_token(sent), at=accept_at)
    assert state(sent) == ("SENT", 1, 4)
    assert (expire_offers(at=at + timedelta(days=18)), expire_offers(at=accept_at), expire_offers(at=accept_at)) == (
        0,
        1,
        0,
    )
    assert state(sent)[0] == "EXPIRED"


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda token: "x"])
def test_a_tampered_link_changes_nothing(sent, at, spoil):
    with assert_refused("offer_link"):
        accept_offer(token=spoil(offer_token(sent)), at=at)
    assert state(sent) == ("SENT", 1, 4)


def test_the_link_of_an_earlier_version_is_dead(sent, cast, at):
    token = offer_token(sent)
    revised = revise_offer(offer=sent, facts=replace(FACTS, variable_minor=0), by=cast.max, at=at)
    with assert_refused("offer_link"):
        accept_offer(token=token, at=at)
    with assert_refused("offer_link"):
        accept_offer(token=offer_token(revised), at=at)  # not sent yet
    assert state(sent)[:2] == ("DRAFT", 2)


def test_a_rejection_withdraws_the_offer(sent, candidacy, cast, at):
    reject(candidacy=candidacy, reason="References", by=cast.max, at=at + HOUR)
    assert state(sent)[0] == "WITHDRAWN"
    with pytest.raises(Refused, match="withdrawn"):
        accept_offer(token=offer_token(sent), at=at + HOUR)
