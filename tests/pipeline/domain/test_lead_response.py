"""Leads are answered within office minutes, and keep the states that they were in: docs/algorithms/lead_response.md."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from pipeline.domain.assignment import assign_leads
from pipeline.domain.assignment_rules import add_rule
from pipeline.domain.campaigns import add_campaign
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.lead_response import contact_lead, set_response_target
from pipeline.domain.leads import accept_lead, create_lead, give_lead, reject_lead, take_up_lead
from pipeline.forms.lead_filters import LeadFilters
from pipeline.models import Lead, LeadContact, LeadStateChange, ResponseTarget
from pipeline.notices import leads_overdue
from pipeline.queries.lead_states import states_of, with_state_at
from pipeline.queries.lead_timeline import lead_happenings
from pipeline.queries.lead_work import leads_waiting
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.models import Notification
from salesmgmt.people.models import Absence
from salesmgmt.web.agenda import LATE
from salesmgmt.web.domain.undoing import offered, take_back
from salesmgmt.web.models import Undo
from tests.pipeline.crm.test_worked_tables import tables
from tests.refusals import assert_refused
from tests.salesmgmt.figures.proving import broken

pytestmark = pytest.mark.django_db


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def enter(user, at, name="Lena Ort", **facts) -> Lead:
    return create_lead(facts={"person_name": name, **facts}, by=user, at=at)


def fresh(lead) -> Lead:
    return Lead.objects.get(pk=lead.pk)


def test_the_worked_table(cast):
    rows, [result] = tables("lead_response.md")
    set_response_target(campaign=None, minutes=120, by=cast.olga, at=utc("2026-03-01T08:00"))
    for row in rows:
        lead = enter(cast.rita, utc(row["given"]), row["lead"])
        assert lead.due_at == utc(row["due"])
        if row["answered"]:
            accept_lead(lead=lead, by=cast.rita, at=utc(row["answered"]))
            assert fresh(lead).response_minutes == int(row["office minutes"])
    figure = figure_for("pipeline.lead_in_time", cast.max)
    said = answer_data(answer(figure, read_scope(figure, {}, user=cast.max, at=utc("2026-03-10T09:00"))))
    share, median = said["measures"]["share"], said["measures"]["median"]
    assert (share["n"], share["said"]) == (int(result["judged"]), result["share"])
    assert (median["n"], median["said"]) == (int(result["answers"]), f"{result['median']} hours")
    assert said["left_out"]["count"] == 1


def test_a_campaign_has_its_own_target_and_days_off_are_not_worked(cast, at):
    web = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    facts = {"name": "Spring", "start_date": at.date(), "lead_source": web}
    campaign = add_campaign(code="spring", facts=facts, by=cast.olga, at=at)
    set_response_target(campaign=campaign, minutes=30, by=cast.olga, at=at)
    assert enter(cast.rita, at, campaign=campaign).due_at == at + timedelta(minutes=30)
    assert enter(cast.rita, at).due_at is None
    Absence.objects.create(user=cast.rita, valid=(date(2026, 3, 2), date(2026, 3, 4)), kind="LEAVE")
    assert enter(cast.rita, at, campaign=campaign).due_at == utc("2026-03-04T08:30")
    set_response_target(campaign=campaign, minutes=60, by=cast.olga, at=at)
    assert ResponseTarget.objects.get().minutes == 60
    with assert_refused("a_response_target_is_some_minutes", "minutes"):
        set_response_target(campaign=campaign, minutes=0, by=cast.olga, at=at)
    set_response_target(campaign=campaign, minutes=None, by=cast.olga, at=at)
    assert not ResponseTarget.objects.exists()


def test_giving_and_assigning_begin_anew_until_somebody_answers(cast, at):
    set_response_target(campaign=None, minutes=60, by=cast.olga, at=at)
    lead, later = enter(cast.rita, at), at + timedelta(hours=2)
    assert give_lead(lead=lead, to=cast.nora, by=cast.rita, at=later).due_at == later + timedelta(hours=1)
    add_rule(facts={"position": 1, "name": "All", "method": "ROUND_ROBIN"}, people=[cast.rita], by=cast.olga, at=at)
    assign_leads(leads=[fresh(lead)], by=cast.max, at=later + timedelta(hours=1))
    assert (fresh(lead).owner, fresh(lead).due_at) == (cast.rita, later + timedelta(hours=2))
    take_up_lead(lead=lead, by=cast.rita, at=later + timedelta(minutes=90))
    give_lead(lead=lead, to=cast.nora, by=cast.rita, at=later + timedelta(hours=3))
    assert (fresh(lead).due_at, fresh(lead).response_minutes) == (later + timedelta(hours=2), 30)


def test_a_lead_given_by_mistake_goes_back_with_the_time_that_its_owner_had(cast, at):
    set_response_target(campaign=None, minutes=60, by=cast.olga, at=at)
    lead, later = enter(cast.rita, at), at + timedelta(hours=2)
    was = (cast.rita, at, at + timedelta(hours=1))
    given = give_lead(lead=lead, to=cast.nora, by=cast.max, at=later)
    assert (given.owner, given.due_at) == (cast.nora, later + timedelta(hours=1))
    undo = offered(given, by=cast.max, at=later)
    take_back(undo=undo, by=cast.max, at=later + timedelta(minutes=1))
    assert (fresh(lead).owner, fresh(lead).assigned_at, fresh(lead).due_at) == was


def test_many_leads_given_go_back_with_the_time_that_their_owners_had(cast, at, client):
    set_response_target(campaign=None, minutes=60, by=cast.olga, at=at)
    lead = enter(cast.rita, at)
    client.force_login(cast.max)
    said = {"row": [lead.pk], "owner": cast.nora.pk}
    assert client.post("/lists/leads/acts/owner/", said, headers={"HX-Request": "true"}).status_code == 204
    assert (fresh(lead).owner, fresh(lead).due_at == lead.due_at) == (cast.nora, False)
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert (fresh(lead).owner, fresh(lead).due_at) == (cast.rita, lead.due_at)


def test_reaching_out_answers_a_lead_and_takes_it_up(cast, at):
    set_response_target(campaign=None, minutes=60, by=cast.olga, at=at)
    lead = enter(cast.rita, at)
    with assert_refused("kind", "kind"):
        contact_lead(lead=lead, kind="LETTER", by=cast.rita, at=at)
    assert (LeadContact.objects.count(), fresh(lead).answered_at) == (0, None)
    with assert_refused("outcome", "outcome", says="by one of the list"):
        contact_lead(lead=lead, kind="CALL", outcome="LUNCH", by=cast.rita, at=at)
    with assert_refused("reaching_out_lasts_up_to_a_day", "minutes", says="between 1 minute and a day"):
        contact_lead(lead=lead, kind="CALL", minutes=1441, by=cast.rita, at=at)
    said = {"note": " Wants a demo ", "minutes": 12, "outcome": "AGREED"}
    called = contact_lead(lead=lead, kind="CALL", **said, by=cast.rita, at=at + timedelta(minutes=20))
    told = [(each.what, each.note) for each in lead_happenings(called)[0]]
    assert ("reached out: call, 12 min: a next step was agreed", "Wants a demo") in told
    assert (called.state, called.response_minutes, called.version) == ("WORKING", 20, 2)
    contact_lead(lead=lead, kind="EMAIL", by=cast.rita, at=at + timedelta(minutes=40))
    assert (fresh(lead).response_minutes, fresh(lead).state_changes.count()) == (20, 2)
    assert LeadContact.objects.last().note == "Wants a demo"
    reject_lead(lead=lead, reason="NO_NEED", by=cast.rita, at=at + timedelta(hours=1))
    with assert_refused("lead_state"):
        contact_lead(lead=lead, kind="CALL", by=cast.rita, at=at + timedelta(hours=2))


def test_what_is_overdue_is_told_once_and_stands_on_today_and_in_the_list(cast, at, django_assert_num_queries):
    set_response_target(campaign=None, minutes=60, by=cast.olga, at=at)
    late, other = enter(cast.rita, at), enter(cast.nora, at, "Bo")
    accept_lead(lead=other, by=cast.nora, at=at + timedelta(minutes=30))
    for _ in range(2):
        notify(kind="pipeline.lead_overdue", reminders=leads_overdue(at.date()), at=at)
    assert list(Notification.objects.values_list("person", "subject_id", "due_date")) == [
        (cast.rita.pk, late.pk, at.date())
    ]
    with django_assert_num_queries(1):
        [item] = leads_waiting(cast.rita, at.date(), 5).items
    assert (item.urgency, item.chip) == (LATE, "response overdue")
    found = {
        code: set(LeadFilters({"response": code}, Lead.objects.all()).qs) for code in ("OVERDUE", "IN_TIME", "DUE")
    }
    assert found == {"OVERDUE": {late}, "IN_TIME": {other}, "DUE": set()}


def test_states_are_kept_and_what_was_taken_back_never_counted(cast, at):
    lead = enter(cast.rita, at)
    take_up_lead(lead=lead, by=cast.rita, at=at + timedelta(hours=1))
    rejected = reject_lead(lead=lead, reason="NO_NEED", by=cast.rita, at=at + timedelta(hours=2))
    undo = offered(rejected, by=cast.rita, at=at + timedelta(hours=2))
    take_back(undo=undo, by=cast.rita, at=at + timedelta(hours=2, minutes=5))
    accept_lead(lead=lead, by=cast.max, at=at + timedelta(hours=4))
    stood = [(each.change.from_state, each.said, each.change.by, each.until) for each in states_of(lead)]
    assert stood == [
        ("WORKING", "Accepted", cast.max, None),
        ("WORKING", "Rejected: no need", cast.rita, None),
        ("NEW", "Working", cast.rita, at + timedelta(hours=4)),
        ("", "New", cast.rita, at + timedelta(hours=1)),
    ]

    def was(hours):
        return list(with_state_at(Lead.objects.all(), at + timedelta(hours=hours)).values_list("was_state", flat=True))

    assert [was(hours) for hours in (0, 0.5, 2.03, 3, 5)] == [[], ["NEW"], ["WORKING"], ["WORKING"], ["ACCEPTED"]]
    with pytest.raises(IntegrityError, match="stays"):
        LeadStateChange.objects.filter(to_state="NEW").update(at=at - timedelta(days=1))


def test_the_proof_names_a_lead_that_is_not_as_its_history_says(cast, at):
    lead = enter(cast.rita, at)
    assert broken() == {}
    Lead.objects.filter(pk=lead.pk).update(state="WORKING")
    assert list(broken()) == ["pipeline.leads_stand_as_their_history"]
