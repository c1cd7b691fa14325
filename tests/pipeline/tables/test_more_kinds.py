"""Products, targets and activities from files: exact facts, what is refused and why, who may, and taking back.

Salesforce: Platform Field Reference (Product2, ForecastingQuota, Event). HubSpot: product and activity properties.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.catalogue import add_product, set_list_price
from pipeline.domain.targets import set_target
from pipeline.models import Activity, Product, Target
from salesmgmt.common.period import Period
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.undoing import ImportStands, undo_import
from salesmgmt.imports.registry import kind_named
from salesmgmt.people.domain.retiring import retire
from salesmgmt.people.domain.teams import create_team
from tests.cast import AT
from tests.checksums import checksums
from tests.import_files import given, load, take_back
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db
Q1 = Period(date(2026, 1, 1), date(2026, 4, 1))

SALESFORCE_PRODUCTS = [
    ["Product ID", "Product Code", "Product Name", "Product Family", "List Price", "Active"],
    ["01tA", "GX", "Gauge X", "Gauges", "1200.50", "true"],
    ["01tB", "SV", "Service", "", "0", "false"],
]
HUBSPOT_CALLS = [
    ["Record ID", "Call title", "Activity date", "Activity assigned to", "Call notes", "Associated Deal"],
    ["71", "First call", "2026-02-10 14:05", "rita@kestrel.example", "=Budget is there", "Turbines"],
]
SALESFORCE_EVENTS = [
    ["Id", "OwnerId", "WhatId", "WhoId", "StartDateTime", "DurationInMinutes", "Description"],
    ["00U1", "Rita Sandoval", "Turbines", "ada@acme.example", "2026-02-11T09:00:00.000Z", "45", "Demo of the gauge"],
]


def refused(batch):
    return [(row.row_no, row.field, f"{row.reason}; {row.way_out}") for row in batch.refusals.all()]


def test_products_land_with_price_and_state_and_are_taken_back(cast):
    add_product(name="Service", series="Old", list_price=Decimal(9), by=cast.olga, at=AT)
    before = checksums()
    seen = preview_import(
        kind=kind_named("products"), files={"products": given(SALESFORCE_PRODUCTS)}, by=cast.olga, at=AT
    )
    assert seen.counts["products"] == {"new": 1, "changed": 1, "same": 0, "refused": 0}
    assert [(each.label, each.before, each.after) for each in seen.differences[0].changes] == [
        ("List price", "9", "0"),
        ("On sale", "yes", "no"),
    ]
    assert checksums() == before
    batch = load("products", SALESFORCE_PRODUCTS, cast.olga)
    assert batch.files.get().reading["layout"] == "a Salesforce export of products"
    assert list(Product.objects.values_list("name", "series", "list_price", "currency", "is_active")) == [
        ("Gauge X", "Gauges", Decimal("1200.5000"), "EUR", True),
        ("Service", "Old", Decimal("0.0000"), "EUR", False),
    ]
    assert Event.objects.get(kind="products.imported").payload == {"batch_id": batch.pk, "created": 1, "changed": 1}
    assert load("products", SALESFORCE_PRODUCTS, cast.olga).counts["products"]["same"] == 2
    set_list_price(product=Product.objects.get(name="Gauge X"), list_price=Decimal(5), by=cast.olga, at=AT)
    with pytest.raises(ImportStands, match="was changed since"):
        undo_import(batch=batch, by=cast.olga, at=AT)
    Product.objects.filter(name="Gauge X").update(list_price="1200.50", version=1)
    take_back(batch, cast.olga)
    assert list(Product.objects.values_list("name", "list_price", "is_active")) == [("Service", Decimal(9), True)]


def test_bad_products_are_told_and_the_good_one_lands(cast):
    add_product(name="Gauge X", series="", list_price=Decimal(9), by=cast.olga, at=AT)
    rows = [
        ["Code", "Product", "Price", "Currency", "Active"],
        ["1", "Cable", "7", "EUR", "maybe"],
        ["2", "Plug", "-1", "", ""],
        ["3", "Fuse", "1", "XXX", ""],
        ["4", "Lamp", "", "", ""],
        ["5", "Bolt", "1", "", ""],
        ["6", "Bolt", "2", "", ""],
        ["7", "Nut", "3", "EUR", "yes"],
    ]
    batch = load("products", rows, cast.olga)
    assert refused(batch) == [
        (2, "active", "“maybe” is neither yes nor no; write yes or no"),
        (3, "list_price", "“-1” is below 0; write an amount of 0 or more"),
        (4, "currency", "a list price in “XXX”; products are priced in EUR; write the price in EUR"),
        (5, "list_price", "a new product has no list price; write it; 0 if it is free"),
        (6, "name", "another product is called “Bolt”; give one of the two another name"),
        (7, "name", "another product is called “Bolt”; give one of the two another name"),
    ]
    assert list(Product.objects.values_list("name", flat=True)) == ["Gauge X", "Nut"]


def test_targets_land_and_change_and_are_taken_back(cast):
    set_target(user=cast.rita, measure="BOOKINGS", period=Q1, full_amount=Decimal(100), by=cast.olga, at=AT)
    before = checksums()
    rows = [
        ["Rep", "Team", "Measure", "First day", "Last day", "Quota"],
        ["rita@kestrel.example", "", "", "2026-01-01", "2026-03-31", "120000"],
        ["", "North", "MEETINGS", "2026-01-01", "2026-12-31", "40"],
    ]
    batch = load("targets", rows, cast.carla)
    assert batch.counts["targets"] == {"new": 1, "changed": 1, "same": 0, "refused": 0}
    assert list(Target.objects.values_list("user__name", "team__name", "end_date", "full_amount", "currency")) == [
        ("Rita Sandoval", None, date(2026, 4, 1), Decimal(120000), "EUR"),
        (None, "North", date(2027, 1, 1), Decimal(40), ""),
    ]
    event = Event.objects.get(kind="targets.imported")
    assert event.payload == {
        "batch_id": batch.pk, "created": 1, "changed": 1, "day_from": "2026-01-01", "day_to": "2027-01-01",
    }  # fmt: skip
    assert load("targets", rows, cast.carla).counts["targets"]["same"] == 2
    take_back(batch, cast.carla)
    assert checksums() == before


def test_a_retired_team_has_no_target_that_goes_on(cast):
    retire(row=create_team(name="East", parent=None, by=cast.olga, at=AT), by=cast.olga, at=AT)
    rows = [
        ["Team", "Measure", "First day", "Last day", "Target"],
        ["East", "MEETINGS", "2025-01-01", "2025-12-31", "40"],
        ["East", "MEETINGS", "2098-01-01", "2098-12-31", "40"],
    ]
    batch = load("targets", rows, cast.olga)
    told = "“East” is retired, and this period is not over; write another team, or bring it back"
    assert refused(batch) == [(3, "team", told)]
    assert Target.objects.get().start_date == date(2025, 1, 1)


def test_bad_targets_are_told(cast):
    rows = [
        ["Person", "Team", "Period", "First day", "Last day", "Target", "Currency"],
        ["Nobody", "", "", "2026-01-01", "2026-03-31", "1", ""],
        ["Rita Sandoval", "North", "", "2026-01-01", "2026-03-31", "1", ""],
        ["Rita Sandoval", "", "2099 Q9", "", "", "1", ""],
        ["Rita Sandoval", "", "", "2026-01-01", "", "1", ""],
        ["Rita Sandoval", "", "", "2026-03-31", "2026-01-01", "1", ""],
        ["Rita Sandoval", "", "", "2026-04-01", "2026-06-30", "0", ""],
        ["Rita Sandoval", "", "", "2026-07-01", "2026-09-30", "1", "XXX"],
        ["Finn Fisk", "", "", "2026-01-01", "2026-03-31", "1", ""],
        ["Rita Sandoval", "", "", "2026-01-01", "2026-03-31", "1", "EUR"],
        ["rita@kestrel.example", "", "", "2026-03-31", "2026-04-30", "1", ""],
    ]
    batch = load("targets", rows, cast.olga)
    assert [(row_no, field) for row_no, field, _ in refused(batch)] == [
        (2, "person"),
        (3, "person"),
        (4, "period"),
        (5, "period"),
        (6, "last_day"),
        (7, "amount"),
        (8, "currency"),
        (9, "person"),
        (11, "first_day"),
    ]
    assert refused(batch)[-1][2] == "The person has another target on some of these days; change that one"
    assert Target.objects.get().full_amount == 1


@pytest.fixture
def deal(cast):
    make_process()
    acme = create_account(name="Acme", by=cast.olga, at=AT)
    add_contact(account=acme, name="Ada Byron", facts={"email": "ada@acme.example"}, by=cast.olga, at=AT)
    return make_deal(cast.rita, "Turbines", account=acme)


def test_calls_and_events_land_once_on_their_deal_and_are_taken_back(cast, deal):
    before = checksums()
    calls = load("activities", HUBSPOT_CALLS, cast.olga)
    events = load("activities", SALESFORCE_EVENTS, cast.olga)
    assert [str(row) for batch in (calls, events) for row in batch.refusals.all()] == []
    meeting, call = Activity.objects.order_by("-happened_at")
    assert (call.kind, call.user, call.happened_at, call.note, call.contact) == (
        "CALL", cast.rita, datetime(2026, 2, 10, 13, 5, tzinfo=UTC), "=Budget is there", None,
    )  # fmt: skip
    assert (meeting.kind, meeting.happened_at, meeting.minutes, meeting.contact.name) == (
        "MEETING", datetime(2026, 2, 11, 9, 0, tzinfo=UTC), 45, "Ada Byron",
    )  # fmt: skip
    told = Event.objects.get(kind="activities.imported", subject_id=calls.pk).payload
    assert told == {"batch_id": calls.pk, "created": 1, "day_from": "2026-02-10", "day_to": "2026-02-11"}
    changed = [HUBSPOT_CALLS[0], [*HUBSPOT_CALLS[1][:4], "Other words", "Turbines"]]
    again = load("activities", changed, cast.olga)
    ((row_no, field, sentence),) = refused(again)
    assert (row_no, field, sentence.partition(";")[0]) == (
        2, "activity_id", "an activity is written once and is here already",
    )  # fmt: skip
    take_back(events, cast.olga)
    take_back(calls, cast.olga)
    assert checksums() == before


def test_bad_activities_are_told(cast, deal):
    rows = [
        ["Type", "Deal", "Person", "Date", "Minutes", "Contact"],
        ["Lunch", "Turbines", "Rita Sandoval", "2026-02-01", "", ""],
        ["Call", "Nowhere", "Rita Sandoval", "2026-02-01", "", ""],
        ["Call", "Turbines", "Nobody", "2026-02-01", "", ""],
        ["Call", "Turbines", "Rita Sandoval", "2026-09-01", "", ""],
        ["Call", "Turbines", "Rita Sandoval", "2026-02-01 25:99", "", ""],
        ["Call", "Turbines", "Rita Sandoval", "2026-02-02", "1441", ""],
        ["Call", "Turbines", "Rita Sandoval", "2026-02-03", "", "Nobody"],
        ["Call", "Turbines", "Finn Fisk", "2026-02-04", "", ""],
        ["e-mail", "Turbines", "Rita Sandoval", "2026-02-05", "10", "Ada Byron"],
    ]
    batch = load("activities", rows, cast.olga)
    assert [(row_no, field) for row_no, field, _ in refused(batch)] == [
        (2, "kind"),
        (3, "deal"),
        (4, "person"),
        (5, "happened_at"),
        (6, "happened_at"),
        (7, "minutes"),
        (8, "contact"),
        (9, "person"),
    ]
    assert refused(batch)[3][2] == "An activity has happened already; plan what is to come as a meeting on its deal"
    mail = Activity.objects.get()
    assert (mail.kind, mail.minutes, mail.happened_at) == ("EMAIL", 10, datetime(2026, 2, 4, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kind", "rows", "may", "may_not"),
    [
        ("products", SALESFORCE_PRODUCTS, ("olga",), ("carla", "max", "rita")),
        ("targets", [["Rep", "First day", "Last day", "Quota"]], ("olga", "carla"), ("finn", "max", "rita")),
        ("activities", HUBSPOT_CALLS, ("olga",), ("carla", "max", "rita")),
    ],
)
def test_who_may_do_the_act_on_its_page_may_import_it(cast, kind, rows, may, may_not):
    everybody = cast.everybody()
    permission = kind_named(kind).permission
    assert [name for name in (*may, *may_not) if everybody[name].has_perm(permission)] == list(may)
    for name in may_not:
        with pytest.raises(NotAllowed):
            load(kind, rows, everybody[name])
