"""Offers on pages, the public one among them, and what reminds of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, send_offer
from hiring.models import Offer
from hiring.notices import offers_running_out
from hiring.queries.link_tokens import offer_token
from hiring.today import offers_to_follow
from salesmgmt.web.for_good import for_good_of
from tests.hiring_rows import make_candidacy
from tests.refusals import all_rows


@pytest.fixture
def offer(profile, cast) -> Offer:
    """A draft to Cal, who applied three days ago; it stands until the day after tomorrow."""
    now = timezone.now()
    candidacy = make_candidacy(profile, cast.max, at=now - timedelta(days=3))
    today = now.date()
    facts = OfferFacts(6_000_000, 4_000_000, "EUR", today + timedelta(days=40), today + timedelta(days=2))
    return draft_offer(candidacy=candidacy, facts=facts, by=cast.max, at=now)


@pytest.fixture
def sent(offer, cast) -> Offer:
    ask_for_offer(offer=offer, by=cast.max, at=timezone.now())
    return send_offer(offer=offer, by=cast.max, at=timezone.now())


def test_from_the_record_to_acceptance(profile, cast, client):
    candidacy = make_candidacy(profile, cast.max, at=timezone.now())
    client.force_login(cast.max)
    today = timezone.now().date()
    body = {
        "base": "60000.50",
        "variable": "40000",
        "currency": "EUR",
        "start_date": str(today + timedelta(days=40)),
        "expires_date": str(today + timedelta(days=5)),
    }
    assert (
        f"/hiring/candidacies/{candidacy.pk}/offer/"
        in client.get(f"/hiring/candidacies/{candidacy.pk}/").content.decode()
    )
    page = client.post(f"/hiring/candidacies/{candidacy.pk}/offer/", body).headers["Location"]
    assert (Offer.objects.get().base_minor, Offer.objects.get().state) == (6_000_050, "DRAFT")
    client.post(f"{page}ask/", {"version": 1})
    assert for_good_of("hiring.send_offer").says in client.get(page).content.decode()
    client.post(f"{page}send/", {"version": 3})
    link = client.get(page).context["link"]
    client.logout()
    public = client.get(link)
    assert "60,000.50\N{NO-BREAK SPACE}EUR" in public.content.decode()
    assert public["Referrer-Policy"] == "same-origin"
    assert client.post(link, {"say": "yes"}).status_code == 302
    before = all_rows()
    assert client.post(link, {"say": "yes"}).status_code == 302
    assert client.post(link, {"say": "no"}).status_code == 409
    assert all_rows() == before
    assert "You accepted this offer" in client.get(link).content.decode()


def test_an_answer_is_yes_or_no_and_enter_behind_the_reason_never_accepts(sent, client):
    link = f"/offer/{offer_token(sent)}/"
    before = all_rows()
    answer = client.post(link, {"reason": "Another offer"})
    assert (answer.status_code, "Choose whether you accept" in answer.content.decode()) == (422, True)
    assert all_rows() == before
    forms = [each.split("</form>")[0] for each in client.get(link).content.decode().split("<form")[1:]]
    (declining,) = [each for each in forms if 'name="reason"' in each]
    assert ('value="no"' in declining, 'value="yes"' in declining) == (True, False)


def test_after_the_last_day_the_link_says_so(sent, client):
    Offer.objects.update(expires_date=timezone.now().date() - timedelta(days=2))
    link = f"/offer/{offer_token(sent)}/"
    before = all_rows()
    answer = client.post(link, {"say": "yes"})
    assert (answer.status_code, "That day is over" in answer.content.decode()) == (409, True)
    assert "60,000" not in client.get(link).content.decode()
    assert all_rows() == before


def test_a_link_that_we_did_not_make_is_a_sentence(sent, client):
    answer = client.get(f"/offer/{offer_token(sent)}x/")
    assert (answer.status_code, "This link is not complete" in answer.content.decode()) == (404, True)


def test_a_refused_revision_stands_in_its_form(offer, cast, client):
    client.force_login(cast.max)
    body = {
        "version": 1,
        "base": "60000",
        "variable": "40000",
        "currency": "EUR",
        "start_date": str(offer.expires_date),
        "expires_date": str(offer.expires_date),
    }
    answer = client.post(f"/hiring/offers/{offer.pk}/revise/", body)
    assert (answer.status_code, answer.context["opened"]) == (422, "terms")
    assert "The first day comes after" in answer.content.decode()
    nothing = client.post(f"/hiring/offers/{offer.pk}/revise/", {**body, "base": "0", "variable": "-1"})
    for says in ("An offer pays something, as base pay a year", "Variable pay is nothing or more a year"):
        assert says in nothing.content.decode()
    crossed = {**body, "version": 9, "start_date": str(offer.start_date), "base": "1"}
    assert client.post(f"/hiring/offers/{offer.pk}/revise/", crossed).status_code == 409
    assert Offer.objects.get().version == 1


def test_who_reads_pay_but_no_candidates_sees_no_name(offer, cast, client):
    client.force_login(cast.carla)
    for address in (f"/hiring/offers/{offer.pk}/", "/hiring/offers/"):
        text = client.get(address).content.decode()
        assert ("Cal Candidate" in text, "60,000" in text) == (False, True)


def test_three_days_before_its_last_day_its_writer_is_told_once(sent, cast):
    today = sent.expires_date - timedelta(days=2)
    told = [(each.person_id, each.subject_id, each.due_date) for each in offers_running_out(today)]
    assert told == [(cast.max.pk, sent.pk, sent.expires_date - timedelta(days=3))]
    assert list(offers_running_out(today - timedelta(days=2))) == []
    found = offers_to_follow(cast.max, today, 5)
    assert [item.what for item in found.items] == ["The offer to Cal Candidate runs out"]
    assert offers_to_follow(cast.carla, today, 5).items != []
    assert offers_to_follow(cast.mona, today, 5).items == []
