from datetime import date

import pytest

from pipeline.models import Account, AssignmentRule, CloseReason, Contact, LeadSource, Product, Target
from salesmgmt.people.models import FiscalPeriod
from tests.pipeline_rows import make_deal, make_order
from tests.refusals import all_rows

ROOT = "/api/v1/pipeline/"
LISTS = [
    "accounts",
    "contacts",
    "activities",
    "orders",
    "processes",
    "products",
    "lead-sources",
    "close-reasons",
    "targets",
]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_at_most_six_queries(process, cast, as_, name, count, django_assert_max_num_queries):
    for number in range(count):
        deal = make_deal(cast.rita, f"Deal {number}")
        Contact.objects.create(account=deal.account, name="Lena Ort")
        make_order(deal)
        deal.activities.create(kind="CALL", user=cast.rita, happened_at=deal.created_at)
        Product.objects.create(name=f"Rotor {number}", list_price=1, currency="EUR")
        LeadSource.objects.create(code=f"s{number}", name="Source")
        Target.objects.create(
            user=cast.rita,
            measure="MEETINGS",
            start_date=date(2026, number + 1, 1),
            end_date=date(2026, number + 2, 1),
            full_amount=5,
        )
    client = as_(cast.rita)
    with django_assert_max_num_queries(6):
        answer = client.get(f"{ROOT}{name}/")
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == {"processes": 1, "close-reasons": 2}.get(name, count)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_empty_to_those_who_read_no_pipeline(process, cast, as_, name):
    make_order(make_deal(cast.rita))
    for person in (cast.rosa, cast.ivan, cast.stranger):
        assert as_(person).get(f"{ROOT}{name}/").json() == {"results": [], "next": None}


def test_accounts_are_created_read_and_edited(cast, as_):
    body = {"name": "Orchard", "sector": "retail", "revenue_amount": "12.50", "revenue_currency": "USD"}
    answer = as_(cast.rita).post(f"{ROOT}accounts/", body)
    assert answer.status_code == 201
    account = Account.objects.get()
    assert answer.json() == {
        "id": account.pk,
        "name": "Orchard",
        "owner": cast.rita.pk,
        "owner_name": "Rita Sandoval",
        "parent": None,
        "sector": "retail",
        "founded_year": None,
        "revenue_amount": "12.50",
        "revenue_currency": "USD",
        "employee_count": None,
        "country": "",
        "lead_source": None,
        "expected_order_date": None,
        "external_source": "",
        "external_id": "",
        "version": 1,
    }
    address = f"{ROOT}accounts/{account.pk}/"
    assert as_(cast.max).patch(address, {"country": "Norway", "version": 1}).json()["version"] == 2
    before = all_rows()
    assert as_(cast.max).patch(address, {"country": "Chile", "version": 1}).status_code == 409
    assert as_(cast.sam).patch(address, {"country": "Chile"}).status_code == 404
    assert as_(cast.finn).patch(address, {"country": "Chile"}).status_code == 403
    assert as_(cast.rita).patch(address, {"name": ""}).status_code == 400
    assert all_rows() == before


def test_contacts_are_added_and_edited(cast, as_):
    account = Account.objects.create(name="Orchard", owner=cast.rita)
    answer = as_(cast.rita).post(f"{ROOT}contacts/", {"account": account.pk, "name": "Lena Ort"})
    assert (answer.status_code, answer.json()["account_name"]) == (201, "Orchard")
    address = f"{ROOT}contacts/{answer.json()['id']}/"
    assert as_(cast.rita).patch(address, {"title": "CFO"}).json()["title"] == "CFO"
    before = all_rows()
    assert as_(cast.sam).post(f"{ROOT}contacts/", {"account": account.pk, "name": "X"}).status_code == 400
    assert as_(cast.sam).get(address).status_code == 404
    assert all_rows() == before


def test_processes_come_with_their_stages(process, rita, as_):
    row = as_(rita).get(f"{ROOT}processes/").json()["results"][0]
    assert (row["name"], row["version_number"]) == ("Enterprise sales process", 1)
    assert [stage["name"] for stage in row["stages"]] == ["Qualify", "Discover", "Prove", "Propose", "Won", "Lost"]
    assert row["stages"][0]["default_probability"] == "0.1000"


def test_admins_set_up_products_sources_and_reasons_and_others_may_not(process, cast, as_):
    olga, rita = as_(cast.olga), as_(cast.rita)
    product = olga.post(f"{ROOT}products/", {"name": "Rotor", "list_price": "99.50"}).json()
    assert (product["list_price"], product["currency"], product["is_active"]) == ("99.5000", "EUR", True)
    address = f"{ROOT}products/{product['id']}/"
    assert olga.post(f"{address}price/", {"list_price": "120"}).json()["list_price"] == "120.0000"
    assert olga.post(f"{address}offer/", {"is_active": False}).json()["is_active"] is False
    assert olga.post(f"{ROOT}lead-sources/", {"code": "fair", "name": "Fair"}).status_code == 201
    reason = olga.post(f"{ROOT}close-reasons/", {"kind": "LOST", "code": "late", "name": "Too late"}).json()
    assert reason["is_active"] is True
    assert olga.post(f"{ROOT}close-reasons/{reason['id']}/offer/", {"is_active": False}).json()["is_active"] is False
    before = all_rows()
    assert rita.post(f"{ROOT}products/", {"name": "Stator", "list_price": "1"}).status_code == 403
    assert rita.post(f"{address}price/", {"list_price": "1"}).status_code == 403
    assert rita.post(f"{ROOT}lead-sources/", {"code": "x", "name": "X"}).status_code == 403
    assert rita.post(f"{ROOT}close-reasons/", {"kind": "LOST", "code": "x", "name": "X"}).status_code == 403
    assert olga.post(f"{ROOT}lead-sources/", {"code": "fair", "name": "Again"}).status_code == 422
    assert all_rows() == before
    assert CloseReason.objects.filter(is_active=True).count() == 2


def test_targets_are_set_by_compensation_admins_and_seen_by_the_line(cast, as_):
    body = {
        "user": cast.rita.pk,
        "measure": "BOOKINGS",
        "start_date": "2026-04-01",
        "end_date": "2026-07-01",
        "full_amount": "90000",
    }
    answer = as_(cast.carla).post(f"{ROOT}targets/", body)
    assert answer.status_code == 201
    assert (answer.json()["full_amount"], answer.json()["effective_amount"]) == ("90000.0000", "90000.00")
    listing = f"{ROOT}targets/?day=2026-05-01&measure=BOOKINGS"
    assert [row["user"] for row in as_(cast.max).get(listing).json()["results"]] == [cast.rita.pk]
    assert as_(cast.sam).get(listing).json()["results"] == []
    before = all_rows()
    assert as_(cast.max).post(f"{ROOT}targets/", body).status_code == 403
    assert as_(cast.carla).post(f"{ROOT}targets/", body | {"end_date": "2026-04-01"}).status_code == 400
    assert all_rows() == before


def test_targets_of_a_year_are_previewed_set_and_adjusted(cast, as_):
    year = FiscalPeriod.objects.get(kind="YEAR", start_date=date(2026, 1, 1))
    body = {"year": year.pk, "measure": "CALLS", "user": cast.rita.pk, "full_amount": "10", "season": "EVEN"}
    seen = as_(cast.carla).post("/api/v1/pipeline/targets/spread/preview/", body).json()
    assert ([row["amount"] for row in seen["rows"]], seen["total"]) == (
        ["3.0000", "3.0000", "2.0000", "2.0000"],
        "10.0000",
    )
    assert not Target.objects.exists()
    made = as_(cast.carla).post("/api/v1/pipeline/targets/spread/", {**body, "seen": seen["seen"]})
    assert (made.status_code, Target.objects.count()) == (201, 4)
    again = as_(cast.carla).post("/api/v1/pipeline/targets/spread/", {**body, "seen": seen["seen"]})
    assert again.status_code == 409
    target = Target.objects.order_by("pk").first()
    lower = {"num": 1, "den": 3, "reason": "Leave", "adjusted_date": "2026-02-01"}
    adjusted = as_(cast.carla).post(f"/api/v1/pipeline/targets/{target.pk}/adjust/", lower)
    assert (adjusted.status_code, adjusted.json()["effective_amount"]) == (201, "1.0000")
    (row,) = adjusted.json()["adjustments"]
    assert (row["reason"], row["adjusted_date"], row["entered_by"]) == ("Leave", "2026-02-01", cast.carla.pk)
    copied = as_(cast.carla).post("/api/v1/pipeline/targets/copy/", {"year": year.pk, "measure": "CALLS"})
    assert (copied.status_code, copied.json()["code"]) == (422, "nothing")


def test_a_territory_is_set_up_by_page_and_api(process, cast, as_, client):
    body = {"position": 1, "name": "North", "method": "CAPACITY", "countries": ["Sweden", "France"]}
    made = as_(cast.olga).post("/api/v1/pipeline/assignment-rules/", body | {"team": cast.north.pk})
    assert (made.status_code, made.json()["countries"]) == (201, ["France", "Sweden"])
    assert (made.json()["team"], made.json()["people"]) == (cast.north.pk, [])
    refused = as_(cast.olga).post("/api/v1/pipeline/assignment-rules/", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "nobody")
    client.force_login(cast.olga)
    address = f"/pipeline/settings/assignment/{made.json()['id']}/"
    assert 'value="France, Sweden"' in client.get(address).content.decode()
    sent = body | {"countries": " Spain ,Italy, ", "team": cast.south.pk, "least_people": 0, "is_active": "on"}
    wrong = client.post(address, sent | {"version": 1, "people": [cast.rita.pk]})
    assert (wrong.status_code, "leave people out, or the team" in wrong.content.decode()) == (422, True)
    client.post(address, sent | {"version": 1})
    row = AssignmentRule.objects.get()
    assert (row.countries, row.team, row.version) == (["Italy", "Spain"], cast.south, 2)
    page = client.get("/pipeline/settings/assignment/").content.decode()
    assert ("Italy, Spain" in page, "whoever is in South" in page) == (True, True)
