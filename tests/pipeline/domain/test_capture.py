from datetime import timedelta

import pytest

from pipeline.domain.campaigns import add_campaign
from pipeline.domain.capture import capture_lead, edit_form, open_form
from pipeline.domain.catalogue import add_lead_source
from pipeline.models import Campaign, CaptureForm, Lead
from salesmgmt.duplicates.domain.pairing import look_at_all
from salesmgmt.duplicates.queries.comparing import twins_of
from salesmgmt.duplicates.registry import mergeable_of
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused

ADA = {"person_name": "Ada Brandt", "email": "ada@post.example", "note": "Presses"}


@pytest.fixture
def spring(process, cast, at) -> Campaign:
    web = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    facts = {"name": "Spring", "start_date": at.date(), "end_date": at.date() + timedelta(days=30), "lead_source": web}
    return add_campaign(code="spring", facts=facts, by=cast.olga, at=at)


@pytest.fixture
def form(spring, cast, at) -> CaptureForm:
    facts = {"heading": "Talk to us", "lead_source": spring.lead_source, "owner": cast.rita}
    return open_form(code="talk", facts=facts, by=cast.olga, at=at)


def test_what_is_sent_is_a_new_lead_of_the_forms_source_and_owner(form, cast, at):
    lead = capture_lead(form=form, facts={**ADA, "state": "ACCEPTED", "owner": cast.sam}, at=at)
    row = Lead.objects.get()
    assert (row.person_name, row.email, row.note, row.state) == ("Ada Brandt", "ada@post.example", "Presses", "NEW")
    assert (row.owner, row.lead_source, row.campaign, row.capture_form) == (cast.rita, form.lead_source, None, form)
    payload = {"owner_id": cast.rita.pk, "lead_source_id": form.lead_source_id, "campaign_id": None}
    assert last_event() == ("lead.created", "pipeline.lead", lead.pk, None, payload)


def test_the_address_may_name_a_running_campaign_and_nothing_else(form, spring, at):
    def campaign(code, at=at):
        return capture_lead(form=form, facts=ADA, tags={"utm_campaign": code, "owner": "9"}, at=at).campaign

    assert [campaign("spring"), campaign("none"), campaign("")] == [spring, None, None]
    assert campaign("spring", at=at + timedelta(days=31)) is None


def test_the_same_key_is_the_same_lead(form, cast, at):
    first = capture_lead(form=form, facts=ADA, key="k1", by=cast.rita, at=at)
    again = capture_lead(form=form, facts={**ADA, "note": "Other"}, key="k1", by=cast.rita, at=at)
    assert (again.pk, Lead.objects.count(), again.note) == (first.pk, 1, "Presses")
    assert capture_lead(form=form, facts=ADA, key="k2", at=at).pk != first.pk


def test_one_who_is_known_comes_up_as_a_twin(form, cast, at):
    first = capture_lead(form=form, facts=ADA, at=at)
    again = capture_lead(form=form, facts=ADA, at=at)
    look_at_all(mergeable_of("pipeline.lead"), at=at)
    [(pair, other)] = twins_of(again, viewer=cast.rita)
    assert (other.row, pair.words) == (first, ["same e-mail", "addresses at the same domain", "names 100% alike"])


def test_refusals(form, cast, at):
    with assert_refused("unreachable", "email"):
        capture_lead(form=form, facts={"person_name": "Ada"}, at=at)
    with assert_refused("a_lead_names_a_person_or_a_company"):
        capture_lead(form=form, facts={"email": "ada@post.example"}, at=at)
    with assert_refused("pipeline_captureform_code_key", "code"):
        open_form(
            code="talk",
            facts={"heading": "x", "lead_source": form.lead_source, "owner": cast.rita},
            by=cast.olga,
            at=at,
        )
    with assert_refused("owner", "owner"):
        edit_form(form=form, facts={"owner": cast.finn}, by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        edit_form(form=form, facts={"is_open": False}, by=cast.max, at=at)
    edit_form(form=form, facts={"is_open": False}, by=cast.olga, at=at)
    with assert_refused("form_closed", "form"):
        capture_lead(form=form, facts=ADA, at=at)
