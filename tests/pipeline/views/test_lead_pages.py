"""A lead's pages: what they cost, what they offer by state, and what they do."""

import pytest
from django.urls import reverse

from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.conversion import convert_lead
from pipeline.domain.deals import give_deal
from pipeline.domain.leads import accept_lead, create_lead, edit_lead, reject_lead
from pipeline.models import Deal, Lead
from salesmgmt.duplicates.domain.pairing import look_at
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.web.models import Undo
from tests.pipeline_rows import stage
from tests.refusals import all_rows

FACTS = {"person_name": "Lena Ort", "company_name": "Orchard Mills GmbH", "email": "lena@orchard.example"}
STEP = {"next_step": "Call", "next_step_date": "2999-12-01"}


@pytest.fixture
def lead(cast, at, client):
    client.force_login(cast.rita)
    return create_lead(facts=FACTS, by=cast.rita, at=at)


def page(client, lead):
    return client.get(reverse("pipeline:lead", args=[lead.pk])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_stays_within_its_queries(process, cast, client, at, count, django_assert_max_num_queries):
    leads = [create_lead(facts=FACTS, by=cast.rita, at=at) for _ in range(count + 1)]
    look_at(mergeable_of("pipeline.lead"), [lead.pk for lead in leads], at=at)
    accept_lead(lead=leads[0], by=cast.rita, at=at)
    client.force_login(cast.max)
    shown = page(client, leads[0])
    assert shown.count("same e-mail") == count
    with django_assert_max_num_queries(12):
        page(client, leads[0])


def test_a_lead_is_answered_accepted_and_converted_on_its_page(process, lead, client):
    shown = page(client, lead)
    assert "Nobody has answered yet" in shown
    assert "Convert the lead" not in shown
    client.post(reverse("pipeline:accept-lead", args=[lead.pk]), {"version": 1})
    shown = page(client, lead)
    assert '“Orchard Mills GmbH” <span class="t-3">new' in shown
    convert = reverse("pipeline:convert-lead", args=[lead.pk])
    answer = client.post(convert, {"version": 2, "stage": stage("Qualify").pk, **STEP}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    deal = Deal.objects.get()
    shown = page(client, lead)
    assert reverse("pipeline:deal", args=[deal.pk]) in shown
    assert "Take the conversion back" in shown


def test_what_a_lead_became_leads_back_to_it_for_those_who_see_it(process, lead, cast, client, at):
    accept_lead(lead=lead, by=cast.rita, at=at)
    converted = convert_lead(lead=lead, stage=stage("Qualify"), **STEP, by=cast.rita, at=at)
    give_deal(deal=converted.deal, to=cast.nora, by=cast.max, at=at)
    pages = [
        reverse("pipeline:deal", args=[converted.deal_id]),
        reverse("pipeline:account", args=[converted.account_id]),
    ]
    for person, sees in ((cast.max, True), (cast.nora, False)):
        client.force_login(person)
        for address in pages:
            answer = client.get(address)
            assert answer.status_code == 200
            assert (reverse("pipeline:lead", args=[lead.pk]) in answer.content.decode()) is sees


def test_conversion_foresees_the_account_and_contact_that_are_here(process, lead, cast, client, at):
    account = create_account(name="ORCHARD MILLS", by=cast.rita, at=at)
    add_contact(account=account, name="L. Ort", by=cast.rita, at=at, facts={"email": "LENA@orchard.example"})
    create_account(name="Elsewhere", by=cast.rita, at=at)
    accept_lead(lead=lead, by=cast.rita, at=at)
    assert 'L. Ort <span class="t-3">is known there' in page(client, lead)
    address = reverse("pipeline:lead-conversion", args=[lead.pk])
    typed = client.get(address, {"account": "Elsewhere", "stage": stage("Discover").pk}).content.decode()
    assert "“Lena Ort”, lena@orchard.example <span" in typed
    assert "in Discover" in typed
    assert "There is no account “Orch”" in client.get(address, {"account": "Orch"}).content.decode()


def test_what_is_refused_changes_nothing_and_says_why(lead, cast, client, at):
    edit_lead(lead=lead, facts={"phone": "1"}, by=cast.rita, at=at)
    before = all_rows()
    stale = client.post(reverse("pipeline:accept-lead", args=[lead.pk]), {"version": 1})
    assert (stale.status_code, b"changed by somebody else" in stale.content) == (409, True)
    blank = client.post(reverse("pipeline:reject-lead", args=[lead.pk]), {"version": 2, "reason": ""})
    assert blank.status_code == 422
    fact = reverse("pipeline:lead-fact", args=[lead.pk, "email"])
    assert client.post(fact, {"version": 2, "value": "nowhere"}).status_code == 422
    both = reverse("pipeline:new-lead")
    assert "A lead needs a person or a company" in client.post(both, {"email": "x@y.example"}).content.decode()
    assert all_rows() == before


def test_a_form_for_a_lead_tells_what_is_here_already(lead, client):
    sent = {"person_name": "L. O.", "email": "Lena@orchard.example"}
    asked = client.post(reverse("pipeline:new-lead"), sent)
    assert (asked.status_code, b"same e-mail" in asked.content) == (409, True)
    made = client.post(reverse("pipeline:new-lead"), {**sent, "anyway": "1"})
    assert made["Location"] == reverse("pipeline:lead", args=[Lead.objects.latest("pk").pk])


def test_those_who_only_read_are_offered_nothing(lead, cast, client, at):
    reject_lead(lead=lead, reason="NO_BUDGET", by=cast.rita, at=at)
    client.force_login(cast.finn)
    shown = page(client, lead)
    assert "rejected: no budget" in shown
    assert "<button" not in shown[shown.index('id="record"') : shown.index("</main>")]


def test_many_leads_are_rejected_and_taken_back_as_one(lead, cast, client, at):
    accepted = create_lead(facts={"person_name": "Bo"}, by=cast.rita, at=at)
    accept_lead(lead=accepted, by=cast.rita, at=at)
    Undo.objects.all().delete()
    states = Lead.objects.order_by("pk").values_list("state", "rejection", "decided_at", "answered_at")
    before = list(states)
    sent = {"row": [lead.pk, accepted.pk], "reason": "NOT_REACHED"}
    answer = client.post("/lists/leads/acts/reject/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert {state[:2] for state in states.all()} == {("REJECTED", "NOT_REACHED")}
    client.post(f"/undo/{Undo.objects.get().pk}/", headers={"HX-Request": "true"})
    assert list(states.all()) == before
