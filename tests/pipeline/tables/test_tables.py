"""Accounts, contacts and deals from the exports of Salesforce and HubSpot, headed as their makers document.

Salesforce: developer.salesforce.com, Salesforce Platform Field Reference (API names and labels of Account, Contact,
Opportunity). HubSpot: knowledge.hubspot.com, default company, contact and deal properties.
"""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.accounts import create_account, edit_account
from pipeline.models import Account, Contact, Deal, DealVersion
from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.value_maps import map_value
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import kind_named
from tests.cast import AT
from tests.import_files import given, load
from tests.pipeline_rows import make_process

pytestmark = pytest.mark.django_db

SALESFORCE_ACCOUNTS = [
    ["Id", "IsDeleted", "Name", "ParentId", "BillingCountry", "Industry", "AnnualRevenue", "NumberOfEmployees"],
    ["001A", "false", "Acme", "001B", "Germany", "Energy", "1200000", "310"],
    ["001B", "false", "Globex", "", "USA", "Media", "", ""],
]
HUBSPOT_CONTACTS = [
    ["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Job Title", "Associated Company"],
    ["51", "Ada", "Byron", "ada@acme.example", "+49 30 1", "Buyer", "Acme"],
    ["52", "Bo", "Berg", "", "", "", "Nobody Inc"],
]
HUBSPOT_DEALS = [
    ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount", "Associated Company", "Next step"],
    ["91", "Acme, turbines", "Closed Won", "2026-02-10 14:05", "Rita Sandoval", "4500.50", "Acme", ""],
    ["92", "Acme, service", "Qualify", "2026-09-30", "rita@kestrel.example", "", "Acme", "Send the offer"],
]
SALESFORCE_DEALS = [
    ["Opportunity ID", "Opportunity Name", "Account Name", "Stage", "Amount", "Close Date", "Opportunity Owner"],
    ["006A", "Acme, turbines", "Acme", "Qualify", "1,250.00", "9/30/2026", "Rita Sandoval"],
]


@pytest.fixture
def process(cast):
    return make_process()


@pytest.fixture
def accounts(cast):
    return load("accounts", SALESFORCE_ACCOUNTS, cast.olga)


def test_salesforce_accounts_land_with_their_parents_once(cast, accounts):
    assert accounts.counts == {"accounts": {"new": 2, "changed": 0, "same": 0, "refused": 0}}
    acme = Account.objects.get(name="Acme")
    assert (acme.external_id, acme.parent.name, acme.country, acme.sector) == ("001A", "Globex", "Germany", "Energy")
    assert (acme.revenue_amount, acme.employee_count) == (Decimal("1200000.00"), 310)
    assert load("accounts", SALESFORCE_ACCOUNTS, cast.olga).counts["accounts"]["same"] == 2
    assert Event.objects.filter(kind="accounts.imported").count() == 1


def test_an_account_entered_by_hand_is_filled_in_and_what_was_changed_since_counts(cast):
    acme = create_account(name="Acme", by=cast.olga, at=AT, facts={"sector": "Steel", "country": "France"})
    rows = [["Company", "Country"], ["Acme", "Germany"]]
    seen = preview_import(kind=kind_named("accounts"), files={"accounts": given(rows)}, by=cast.olga, at=AT)
    (row,) = seen.differences
    assert [(each.label, each.before, each.after) for each in row.changes] == [("Country", "France", "Germany")]
    load("accounts", rows, cast.olga)
    acme.refresh_from_db()
    assert (acme.country, acme.sector, acme.version) == ("Germany", "Steel", 2)
    edit_account(account=acme, facts={"country": "Spain"}, by=cast.olga, at=AT)
    batch = load("accounts", [["Company", "Country"], ["Acme", "Italy"]], cast.olga)
    assert batch.refusals.get().reason.startswith("“Acme” was changed here after it was imported")
    acme.refresh_from_db()
    assert acme.country == "Spain"


def test_hubspot_contacts_land_at_their_accounts(cast, accounts):
    batch = load("contacts", HUBSPOT_CONTACTS, cast.olga)
    contact = Contact.objects.get()
    assert (contact.name, contact.account.name, contact.title, contact.email, contact.phone) == (
        "Ada Byron",
        "Acme",
        "Buyer",
        "ada@acme.example",
        "+49 30 1",
    )
    assert str(batch.refusals.get()) == (
        "contacts.csv, row 3, account: “Nobody Inc” is not an account; add it to the accounts or map it to one of the "
        "accounts."
    )


def test_hubspot_deals_land_with_their_history(cast, accounts, process):
    map_value(kind=kind_named("deals"), field="stage", from_value="Closed Won", to_value="Won", by=cast.olga, at=AT)
    batch = load("deals", HUBSPOT_DEALS, cast.olga)
    assert [str(row) for row in batch.refusals.all()] == []
    won, coming = Deal.objects.order_by("external_id")
    assert (won.state, won.amount, won.close_date, won.owner) == (
        "WON",
        Decimal("4500.5000"),
        date(2026, 2, 10),
        cast.rita,
    )
    assert (won.versions.get().from_day, won.versions.get().valid_from.date()) == (True, date(2026, 2, 9))
    assert (coming.state, coming.next_step, coming.account.name) == ("OPEN", "Send the offer", "Acme")
    assert coming.next_step_date is not None
    event = Event.objects.get(kind="deals.imported")
    assert (event.payload["created"], event.payload["close_from"], event.payload["close_to"]) == (
        2,
        "2026-02-10",
        "2026-10-01",
    )
    assert event.payload["history_from"] == "2026-02-10"
    changed = [HUBSPOT_DEALS[0], [*HUBSPOT_DEALS[2][:5], "900", *HUBSPOT_DEALS[2][6:]]]
    assert load("deals", changed, cast.olga).counts["deals"] == {"new": 0, "changed": 1, "same": 0, "refused": 0}
    assert [version.amount for version in DealVersion.objects.filter(deal=coming).order_by("valid_from")] == [
        None,
        Decimal("900.0000"),
    ]


def test_salesforce_reports_of_deals_are_known(cast, accounts, process):
    batch = load("deals", SALESFORCE_DEALS, cast.olga)
    deal = Deal.objects.get()
    assert (deal.amount, deal.close_date, deal.owner) == (Decimal("1250.0000"), date(2026, 9, 30), cast.rita)
    assert batch.files.get().reading["layout"] == "a Salesforce export of opportunities"


def test_bad_deals_are_told_and_the_good_ones_land(cast, accounts, process):
    head = HUBSPOT_DEALS[0]
    rows = [
        head,
        HUBSPOT_DEALS[2],
        ["1", "A", "Won", "", "Rita Sandoval", "1", "", ""],
        ["2", "B", "Won", "2026-01-05", "Rita Sandoval", "", "", ""],
        ["3", "C", "Won", "2999-01-05", "Rita Sandoval", "1", "", ""],
        ["4", "D", "Nowhere", "", "nobody@kestrel.example", "", "", ""],
        ["5", "E", "Qualify", "", "Finn Fisk", "", "", ""],
    ]
    batch = load("deals", rows, cast.olga)
    assert list(batch.refusals.values_list("row_no", "field")) == [
        (3, "close_date"),
        (4, "amount"),
        (5, "close_date"),
        (6, "owner"),
        (6, "stage"),
        (7, "owner"),
    ]
    assert Deal.objects.get().external_id == "92"


def test_a_changed_heading_of_a_source_is_told_before_anything_runs(cast):
    first = [["Firm", "Land"], ["Acme", "Germany"]]
    load("accounts", first, cast.olga, source="ERP", columns={"Firm": "name", "Land": "country"})
    assert (
        load("accounts", [["Firm", "Land"], ["Bolt", "Spain"]], cast.olga, source="ERP").counts["accounts"]["new"] == 1
    )
    batches = ImportBatch.objects.count()
    changed = [["Firm", "Region"], ["Acme", "EMEA"]]
    with pytest.raises(Refused) as caught:
        load("accounts", changed, cast.olga, source="ERP")
    assert caught.value.code == "headings_changed"
    assert "has changed: gone Land; new Region." in caught.value.message
    assert ImportBatch.objects.count() == batches
    assert load("accounts", changed, cast.olga, source="ERP", confirmed=True).counts["accounts"]["refused"] == 0


def test_reps_import_nothing(cast):
    with pytest.raises(Refused, match="import accounts"):
        load("accounts", SALESFORCE_ACCOUNTS, cast.rita)
    assert not Account.objects.exists()
