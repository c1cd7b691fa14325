from datetime import date, timedelta
from functools import partial

import pytest

from pipeline.choices import ActionKind, ActionMoment, ActionWhom
from pipeline.domain.accounts import add_contact, create_account, edit_account
from pipeline.domain.activities import log_activity
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.conversion import convert_lead
from pipeline.domain.draft_actions import ActionFacts
from pipeline.domain.drafts import StepFacts
from pipeline.domain.leads import (
    accept_lead,
    create_lead,
    edit_lead,
    give_lead,
    reject_lead,
    state_of,
    take_up_lead,
)
from pipeline.domain.to_do import finish_task
from pipeline.models import Account, Contact, Deal, DealAction, Lead, Task
from salesmgmt.events.models import Job
from salesmgmt.web.domain.undoing import offered, take_back
from tests.checksums import LOG_AND_HISTORY, checksums
from tests.pipeline.evidence import last_event
from tests.pipeline.process_rows import strict_process
from tests.pipeline_rows import stage
from tests.refusals import assert_breaks, assert_refused

STEP = {"next_step": "Call", "next_step_date": date(2026, 3, 9)}


@pytest.fixture
def lead(cast, at) -> Lead:
    source = add_lead_source(code="fair", name="Fair", by=cast.olga, at=at)
    facts = {"person_name": "Lena Ort", "company_name": " Orchard Mills ", "email": "lena@orchard.example"}
    return create_lead(facts={**facts, "lead_source": source}, by=cast.rita, at=at)


def test_create_lead_belongs_to_whoever_enters_it(lead, rita, at):
    lead = Lead.objects.get(pk=lead.pk)
    assert (lead.company_name, lead.owner, lead.state, lead.version) == ("Orchard Mills", rita, "NEW", 1)
    payload = {"owner_id": rita.pk, "lead_source_id": lead.lead_source_id, "campaign_id": None}
    assert last_event() == ("lead.created", "pipeline.lead", lead.pk, rita.pk, payload)


def test_leads_are_seen_by_their_owner_and_those_above(lead, cast):
    seen = {name for name, user in cast.everybody().items() if Lead.objects.visible_to(user).exists()}
    assert seen == {"rita", "max", "olga", "carla", "finn"}


def test_a_lead_is_worked_decided_and_given(lead, cast, at):
    edit_lead(lead=lead, facts={"phone": "+49 30 1"}, by=cast.rita, at=at, expected_version=1)
    take_up_lead(lead=lead, by=cast.rita, at=at)
    reject_lead(lead=lead, reason="NO_BUDGET", by=cast.rita, at=at)
    assert last_event()[0] == "lead.rejected"
    assert last_event()[4] == {"reason": "NO_BUDGET", "lead_source_id": lead.lead_source_id, "campaign_id": None}
    accept_lead(lead=lead, by=cast.max, at=at + timedelta(hours=1))
    given = give_lead(lead=lead, to=cast.nora, by=cast.max, at=at)
    assert (given.state, given.rejection, given.phone, given.version) == ("ACCEPTED", "", "+49 30 1", 6)
    assert (given.owner, given.decided_at) == (cast.nora, at + timedelta(hours=1))


@pytest.mark.parametrize("act", [take_up_lead, accept_lead, partial(reject_lead, reason="NO_NEED")])
def test_an_act_on_the_state_is_taken_back_once(lead, cast, at, act):
    before = state_of(lead)
    later = at + timedelta(minutes=5)
    done = act(lead=lead, by=cast.rita, at=later)
    assert (done.answered_at, done.state != "NEW") == (later, True)
    undo = offered(done, by=cast.rita, at=later)
    take_back(undo=undo, by=cast.rita, at=later)
    back = Lead.objects.get(pk=lead.pk)
    assert (state_of(back), back.version) == (before, 3)
    with assert_refused("taken_back"):
        take_back(undo=undo, by=cast.rita, at=later)


def test_the_first_answer_counts(lead, cast, at):
    take_up_lead(lead=lead, by=cast.rita, at=at + timedelta(hours=2))
    decided = reject_lead(lead=lead, reason="NO_NEED", by=cast.rita, at=at + timedelta(days=1))
    assert (decided.answered_at, decided.decided_at) == (at + timedelta(hours=2), at + timedelta(days=1))


def test_refusals_change_nothing(lead, cast, process, at):
    with assert_refused("a_lead_names_a_person_or_a_company"):
        create_lead(facts={"email": "x@y.example"}, by=cast.rita, at=at)
    with assert_refused("not_allowed"):
        create_lead(facts={"person_name": "X"}, by=cast.finn, at=at)
    with assert_refused("owner", "owner"):
        give_lead(lead=lead, to=cast.finn, by=cast.rita, at=at)
    with assert_refused("conflict"):
        accept_lead(lead=lead, by=cast.rita, at=at, expected_version=2)
    with assert_refused("reason", "reason"):
        reject_lead(lead=lead, reason="", by=cast.rita, at=at)
    with assert_refused("lead_state", says="accept it first"):
        convert_lead(lead=lead, stage=stage("Qualify"), **STEP, by=cast.rita, at=at)
    with assert_breaks("a_rejected_lead_has_its_reason"):
        Lead.objects.filter(pk=lead.pk).update(state="REJECTED", decided_at=at)
    with assert_breaks("a_converted_lead_has_what_it_became"):
        Lead.objects.filter(pk=lead.pk).update(state="CONVERTED", decided_at=at)


def test_conversion_makes_all_three_and_is_taken_back(lead, cast, process, at):
    accepted = accept_lead(lead=lead, by=cast.rita, at=at)
    before = checksums((*LOG_AND_HISTORY, "pipeline_lead"))
    converted = convert_lead(lead=accepted, stage=stage("Qualify"), **STEP, by=cast.rita, at=at)
    deal = converted.deal
    assert (deal.name, deal.owner, deal.lead_source.code) == ("Orchard Mills", cast.rita, "fair")
    assert (deal.account.name, converted.contact.name) == ("Orchard Mills", "Lena Ort")
    assert (converted.contact.email, converted.contact.account) == ("lena@orchard.example", deal.account)
    take_back(undo=offered(converted, by=cast.rita, at=at), by=cast.rita, at=at + timedelta(hours=23))
    assert checksums((*LOG_AND_HISTORY, "pipeline_lead")) == before
    back = Lead.objects.get()
    assert (back.state, back.account, back.deal, back.version) == ("ACCEPTED", None, None, accepted.version + 2)


def test_conversion_uses_the_account_and_contact_there_are(lead, cast, process, at):
    account = create_account(name="Orchard", by=cast.rita, at=at)
    contact = add_contact(account=account, name="L. Ort", facts={"email": "Lena@Orchard.example"}, by=cast.rita, at=at)
    accept_lead(lead=lead, by=cast.rita, at=at)
    converted = convert_lead(lead=lead, stage=stage("Qualify"), account=account, **STEP, by=cast.rita, at=at)
    assert (converted.account, converted.contact) == (account, contact)
    take_back(undo=offered(converted, by=cast.rita, at=at), by=cast.rita, at=at)
    assert (Account.objects.count(), Contact.objects.count(), Deal.objects.count()) == (1, 1, 0)


def test_what_opened_with_the_deal_by_itself_goes_with_the_conversion(lead, cast, process, at):
    tell = ActionFacts(ActionMoment.ENTER, ActionKind.NOTIFY, whom=ActionWhom.MANAGER, message="A new one")
    version = strict_process(cast.olga, Qualify=[StepFacts("Map who decides"), StepFacts("Ask for the plan"), tell])
    accepted = accept_lead(lead=lead, by=cast.rita, at=at)
    said = {"lead": lead, "stage": version.stages.get(name="Qualify"), **STEP, "by": cast.rita}
    converted = convert_lead(**said, at=at)
    assert (Task.objects.count(), DealAction.objects.count()) == (2, 1)
    take_back(undo=offered(converted, by=cast.rita, at=at), by=cast.rita, at=at)
    assert (Task.objects.count(), DealAction.objects.count(), Deal.objects.count()) == (0, 0, 0)
    assert Lead.objects.get().version == accepted.version + 2
    assert [job.state for job in Job.objects.filter(kind="pipeline.stage_action")] == ["CANCELLED"]
    later = at + timedelta(hours=1)
    again = convert_lead(**said, at=later)
    finish_task(task=Task.objects.first(), by=cast.rita, at=later)
    with assert_refused("conflict", says="has tasks since"):
        take_back(undo=offered(again, by=cast.rita, at=later), by=cast.rita, at=later)
    assert Task.objects.count() == 2


def test_a_conversion_worked_on_stays(lead, cast, process, at):
    accept_lead(lead=lead, by=cast.rita, at=at)
    converted = convert_lead(lead=lead, stage=stage("Qualify"), **STEP, by=cast.rita, at=at)
    back = offered(converted, by=cast.rita, at=at)
    with assert_refused("too_late"):
        take_back(undo=back, by=cast.rita, at=at + timedelta(days=1, seconds=1))
    log_activity(deal=converted.deal, kind="CALL", happened_at=at, by=cast.rita, at=at)
    with assert_refused("conflict", says="close the deal instead"):
        take_back(undo=back, by=cast.rita, at=at)
    edit_account(account=converted.account, facts={"sector": "food"}, by=cast.rita, at=at)
    with assert_refused("conflict", says="was changed since"):
        take_back(undo=back, by=cast.rita, at=at)
