"""Offers over the API: money needs a version, and every version stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from hiring.domain.offers import OfferFacts, draft_offer
from hiring.models import Offer

API = "/api/v1/hiring/offers/"


@pytest.fixture
def offer(candidacy, cast) -> Offer:
    today = timezone.now().date()
    facts = OfferFacts(6_000_000, 4_000_000, "EUR", today + timedelta(days=40), today + timedelta(days=2))
    return draft_offer(candidacy=candidacy, facts=facts, by=cast.max, at=timezone.now())


def test_over_the_api_money_needs_a_version(offer, cast):
    client = APIClient()
    client.force_login(cast.max)
    body = {
        "base_minor": 6_500_000,
        "currency": "EUR",
        "start_date": str(offer.start_date),
        "expires_date": str(offer.expires_date),
    }
    assert client.post(f"{API}{offer.pk}/revise/", body, format="json").status_code == 428
    stale = client.post(f"{API}{offer.pk}/revise/", body, format="json", HTTP_IF_MATCH='"7"')
    assert (stale.status_code, Offer.objects.get().terms_number) == (412, 1)
    done = client.post(f"{API}{offer.pk}/revise/", body, format="json", HTTP_IF_MATCH='"1"')
    assert (done.status_code, done.json()["terms_number"], done["ETag"]) == (200, 2, '"2"')
    versions = client.get(f"{API}{offer.pk}/terms/").json()["results"]
    assert [(each["number"], each["base_minor"]) for each in versions] == [(2, 6_500_000), (1, 6_000_000)]
