from datetime import timedelta

from django.urls import reverse

from pipeline.domain.leads import create_lead
from pipeline.models import Deal, Lead
from tests.pipeline_rows import stage
from tests.refusals import all_rows


def test_a_lead_becomes_a_deal_and_a_lead_again(client, cast, process, at):
    client.force_login(cast.rita)
    sent = {"person_name": "Lena Ort", "company_name": "Orchard Mills", "email": "lena@orchard.example"}
    created = client.post("/api/v1/pipeline/leads/", sent, content_type="application/json")
    assert (created.status_code, created.json()["state"]) == (201, "NEW")
    address = f"/api/v1/pipeline/leads/{created.json()['id']}/"
    tag = created["ETag"]
    assert (
        client.post(f"{address}accept/", {}, content_type="application/json", headers={"If-Match": tag}).status_code
        == 200
    )
    stale = client.post(f"{address}accept/", {}, content_type="application/json", headers={"If-Match": tag})
    assert stale.status_code == 412
    before = all_rows()
    seen = client.post(f"{address}convert/preview/", {}, content_type="application/json").json()
    assert (seen["account"], seen["account_name"], seen["contact_name"]) == (None, "Orchard Mills", "Lena Ort")
    assert all_rows() == before
    step = {"stage": stage("Qualify").pk, "next_step": "Call", "next_step_date": "2999-12-01"}
    converted = client.post(f"{address}convert/", step, content_type="application/json").json()
    assert (converted["state"], converted["deal"]) == ("CONVERTED", Deal.objects.get().pk)
    undo = client.get("/api/v1/undos/").json()["results"][0]
    back = client.post(f"/api/v1/undos/{undo['id']}/take-back/", {}, content_type="application/json")
    assert back.status_code == 200, back.content
    assert (client.get(address).json()["state"], Deal.objects.count()) == ("ACCEPTED", 0)


def test_a_lead_without_names_is_refused(client, rita):
    client.force_login(rita)
    before = all_rows()
    answer = client.post("/api/v1/pipeline/leads/", {"email": "x@y.example"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "a_lead_names_a_person_or_a_company")
    assert all_rows() == before


def test_the_list_shows_the_leads_of_ones_line(client, cast, at):
    new = create_lead(facts={"person_name": "Lena Ort"}, by=cast.rita, at=at)
    create_lead(facts={"company_name": "Nimbus Tea"}, by=cast.sam, at=at + timedelta(days=1))
    client.force_login(cast.max)
    page = client.get(reverse("pipeline:leads"), {"state": "NEW"}).content.decode()
    assert "Lena Ort" in page
    assert "Nimbus Tea" not in page
    assert Lead.objects.visible_to(cast.max).get() == new
