"""Lead sources are added, renamed, retired and brought back; a retired one stays where it is and is offered nowhere."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pipeline.domain.campaigns import add_campaign
from pipeline.domain.capture import open_form
from pipeline.domain.catalogue import add_lead_source, offer_lead_source
from pipeline.domain.closing import lose_deal
from pipeline.domain.leads import create_lead
from pipeline.models import Campaign, CaptureForm, LeadSource, Product
from tests.pipeline.test_process_figures import ask
from tests.pipeline_rows import lost_for, make_deal

PAGE = "/pipeline/sources/"
API = "/api/v1/pipeline/lead-sources/"


@pytest.fixture
def fair(process, cast, at) -> LeadSource:
    """Retired; one of Rita's deals, two of her leads and a campaign came from it."""
    fair = add_lead_source(code="fair", name="Trade fair", by=cast.olga, at=at)
    add_lead_source(code="web", name="Website", by=cast.olga, at=at)
    facts = {"name": "Spring", "start_date": at.date(), "lead_source": fair}
    add_campaign(code="spring", facts=facts, by=cast.olga, at=at)
    make_deal(cast.rita, lead_source=fair)
    for name in ("Vera", "Wim"):
        facts = {"person_name": name, "lead_source": fair}
        create_lead(owner=cast.rita, facts=facts, by=cast.rita, at=at)
    return offer_lead_source(source=fair, offered=False, by=cast.olga, at=at)


def test_the_page_counts_what_one_may_open(fair, cast, client, django_assert_max_num_queries):
    client.force_login(cast.rita)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).content.decode()
    assert '<a href="/pipeline/leads/?lead_source=fair">2</a>' in page
    assert '<a href="/pipeline/deals/?lead_source=fair">1</a>' in page
    assert "retired" in page
    assert "Bring back" not in page
    client.force_login(cast.mona)
    assert "?lead_source=fair" not in client.get(PAGE).content.decode()


def test_an_admin_adds_renames_retires_and_brings_back(fair, cast, client):
    client.force_login(cast.olga)
    assert client.post(PAGE, {"name": "Referral"}).status_code == 302
    assert client.post(PAGE, {"name": "Referral"}).status_code == 422
    assert client.post(f"{PAGE}{fair.pk}/", {"name": "Shows"}).status_code == 302
    assert client.post(f"{PAGE}{fair.pk}/offer/", {"offered": "1"}).status_code == 302
    fair.refresh_from_db()
    assert (fair.code, fair.name, fair.is_active) == ("fair", "Shows", True)
    client.post(f"{PAGE}{fair.pk}/offer/", {"offered": "0"})
    fair.refresh_from_db()
    assert not fair.is_active
    assert client.post(f"{PAGE}{fair.pk}/", {"name": " "}).status_code == 422
    assert "Bring back" in client.get(PAGE).content.decode()


def test_the_api_does_the_same(fair, cast, as_):
    olga = as_(cast.olga)
    assert olga.patch(f"{API}{fair.pk}/", {"name": "Shows"}).json()["name"] == "Shows"
    assert olga.post(f"{API}{fair.pk}/offer/", {"is_active": True}).json()["is_active"] is True
    assert [each["code"] for each in as_(cast.rita).get(f"{API}?is_active=true").json()["results"]] == ["fair", "web"]


def test_a_retired_one_is_offered_nowhere_and_stays_where_it_is(fair, cast, client, as_):
    deal = cast.rita.deals.get()
    client.force_login(cast.rita)
    for name in ("new-deal", "new-account", "new-lead"):
        page = client.get(reverse(f"pipeline:{name}")).content.decode()
        assert ("Website" in page, "Trade fair" in page) == (True, False)
    assert "Trade fair" in client.get(f"/pipeline/deals/{deal.pk}/facts/lead_source/").content.decode()
    sent = {"value": fair.pk, "version": deal.version}
    assert client.post(f"/pipeline/deals/{deal.pk}/facts/lead_source/", sent).status_code == 302
    other = make_deal(cast.rita, "Boreal")
    assert "Trade fair" not in client.get(f"/pipeline/deals/{other.pk}/facts/lead_source/").content.decode()
    narrowed = client.get("/pipeline/deals/?lead_source=fair").content.decode()
    assert ("Trade fair" in narrowed, deal.name in narrowed, "Boreal" in narrowed) == (True, True, False)
    assert client.get("/api/v1/pipeline/leads/?lead_source=fair").json()["results"]
    answer = as_(cast.rita).post("/api/v1/pipeline/leads/", {"person_name": "Xan", "lead_source": "fair"})
    assert (answer.status_code, "on offer" in answer.content.decode()) == (400, True)
    lose_deal(deal=deal, reason=lost_for(), by=cast.rita, at=timezone.now())
    groups = ask("pipeline.lost_for", cast.rita, by="lead_source")["groups"]
    assert "Trade fair" in {each["label"] for each in groups}


def test_what_names_a_retired_one_can_still_be_edited(fair, cast, client, at):
    form = open_form(
        code="ask",
        facts={"heading": "Ask", "lead_source": fair, "campaign": Campaign.objects.get(), "owner": cast.rita},
        by=cast.olga,
        at=at,
    )
    client.force_login(cast.olga)
    sent = {"heading": "Ask us", "lead_source": fair.pk, "owner": cast.rita.pk, "version": 1}
    assert client.post(f"/pipeline/settings/forms/{form.pk}/", sent).status_code == 302
    assert CaptureForm.objects.get().heading == "Ask us"


def test_reasons_and_products_are_renamed_in_the_set_up(process, cast, client, as_, at):
    product = Product.objects.create(name="Rotor", list_price=1, currency="EUR")
    client.force_login(cast.olga)
    client.post(f"/pipeline/settings/products/{product.pk}/", {"name": "Rotor 2", "series": "R"})
    client.post(f"/pipeline/settings/reasons/{lost_for().pk}/", {"name": "Too dear"})
    product.refresh_from_db()
    assert (product.name, product.series, lost_for().name) == ("Rotor 2", "R", "Too dear")
    olga = as_(cast.olga)
    assert olga.patch(f"/api/v1/pipeline/products/{product.pk}/", {"name": "Rotor 3"}).json()["series"] == "R"
    assert olga.patch(f"/api/v1/pipeline/close-reasons/{lost_for().pk}/", {"name": "Price"}).json()["code"] == "price"
    page = client.get("/pipeline/settings/").content.decode()
    assert ("Rotor 3" in page, "Price" in page) == (True, True)
