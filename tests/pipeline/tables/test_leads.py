"""Leads from the exports of Salesforce and HubSpot, from our own, and taken back.

Salesforce: developer.salesforce.com, Salesforce Platform Field Reference (Lead). HubSpot: knowledge.hubspot.com,
default contact properties.
"""

import csv
import io
from datetime import UTC, datetime

import pytest

from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.conversion import convert_lead
from pipeline.domain.leads import accept_lead, create_lead, reject_lead, take_up_lead
from pipeline.models import Lead
from salesmgmt.duplicates.domain.pairing import look_at_all
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.domain.value_maps import map_value
from salesmgmt.imports.registry import kind_named
from tests.cast import AT
from tests.checksums import checksums
from tests.pipeline.tables.test_tables import load
from tests.pipeline_rows import make_process, stage

pytestmark = pytest.mark.django_db

SALESFORCE = [
    ["Id", "FirstName", "LastName", "Company", "Email", "Phone", "LeadSource", "Status", "CreatedDate", "OwnerId"],
    [
        "00Q1",
        "Ada",
        "Byron",
        "Acme",
        "ada@acme.example",
        "+49 30 1",
        "Website",
        "Open - Not Contacted",
        "2026-01-05",
        "005",
    ],
    ["00Q2", "", "", "Globex", "", "", "", "Closed - Not Converted", "2026-01-06T10:00:00", "005"],
    ["00Q3", "Cy", "", "", "", "", "", "Converted", "", "005"],
]
HUBSPOT = [
    ["Record ID", "First Name", "Last Name", "Email", "Company Name", "Contact owner", "Lead Status", "Create Date"],
    ["51", "Ada", "Byron", "ADA@acme.example", "Acme", "Rita Sandoval", "Accepted", "2026-01-07 09:30"],
    ["52", "Bo", "Berg", "bo@acme.example", "", "Finn Fisk", "", ""],
    ["53", "", "", "x@acme.example", "", "", "", ""],
]


@pytest.fixture
def fair(cast):
    return add_lead_source(code="web", name="Website", by=cast.olga, at=AT)


def test_salesforce_leads_land_once(cast, fair):
    kind = kind_named("leads")
    for said, state in (("Open - Not Contacted", "New"), ("Closed - Not Converted", "Rejected: never reached")):
        map_value(kind=kind, field="state", from_value=said, to_value=state, by=cast.olga, at=AT)
    batch = load("leads", SALESFORCE, cast.olga)
    assert batch.counts == {"leads": {"new": 2, "changed": 0, "same": 0, "refused": 1}}
    ada, globex = Lead.objects.order_by("external_id")
    assert (ada.person_name, ada.company_name, ada.lead_source, ada.state, ada.owner) == (
        *("Ada Byron", "Acme", fair, "NEW", cast.olga),
    )
    assert ada.created_at == datetime(2026, 1, 4, 23, tzinfo=UTC)
    assert (globex.state, globex.rejection, globex.decided_at, globex.answered_at) == (
        *("REJECTED", "NOT_REACHED", AT, None),
    )
    assert str(batch.refusals.get()) == (
        "leads.csv, row 4, state: a lead is converted by a person here; "
        "write Accepted; its deal may be imported as well."
    )
    assert load("leads", SALESFORCE[:3], cast.olga).counts["leads"]["same"] == 2
    assert Event.objects.filter(kind="leads.imported").count() == 1


def test_an_import_is_taken_back_whole(cast):
    create_lead(facts={"person_name": "A. Byron", "email": "ada@acme.example"}, by=cast.rita, at=AT)
    before = checksums()
    batch = load("leads", HUBSPOT[:2], cast.olga)
    assert checksums() != before
    batch = undo_import(batch=batch, by=cast.olga, at=AT)
    assert run(job_id=batch.undo_job_id, at=AT)
    assert checksums() == before


def test_hubspot_leads_meet_those_that_are_here_and_bad_rows_are_told(cast):
    here = create_lead(facts={"person_name": "A. Byron", "email": "ada@acme.example"}, by=cast.rita, at=AT)
    batch = load("leads", HUBSPOT, cast.olga)
    here.refresh_from_db()
    assert (here.person_name, here.state, here.created_at, here.version) == ("Ada Byron", "ACCEPTED", AT, 2)
    assert list(batch.refusals.order_by("row_no").values_list("row_no", "field")) == [(3, "owner"), (4, "person_name")]


def test_what_is_imported_twice_is_found(cast):
    load("leads", [["Id", "Name", "Email"], ["1", "Ada", "a@b.example"], ["2", "Ada", "A@b.example"]], cast.olga)
    look_at_all(mergeable_of("pipeline.lead"), at=AT)
    assert DuplicatePair.objects.get().reasons == ["DOMAIN", "EMAIL"]


def test_an_export_of_the_list_comes_back_unchanged(cast, client, fair):
    make_process()
    facts = (
        {"person_name": "Ada", "email": "a@b.example", "lead_source": fair},
        {"company_name": "Acme", "phone": "1"},
    )
    new, rejected = (create_lead(facts=each, by=cast.rita, at=AT) for each in facts)
    take_up_lead(lead=new, by=cast.rita, at=AT)
    reject_lead(lead=rejected, reason="NO_NEED", by=cast.rita, at=AT)
    gone = accept_lead(lead=create_lead(facts={"person_name": "Bo"}, by=cast.rita, at=AT), by=cast.rita, at=AT)
    convert_lead(lead=gone, stage=stage("Qualify"), next_step="Call", next_step_date=AT.date(), by=cast.rita, at=AT)
    client.force_login(cast.olga)
    answer = client.post("/lists/leads/export/", {"form": "csv", "all_columns": "on"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    was = list(Lead.objects.order_by("pk").values())
    batch = load("leads", rows, cast.olga)
    assert [str(each) for each in batch.refusals.all()] == []
    assert batch.counts == {"leads": {"new": 0, "changed": 0, "same": 3, "refused": 0}}
    now = list(Lead.objects.order_by("pk").values())
    assert [{**row, "version": 0} for row in now] == [{**row, "version": 0} for row in was]
    assert load("leads", rows, cast.olga).counts["leads"]["same"] == 3
