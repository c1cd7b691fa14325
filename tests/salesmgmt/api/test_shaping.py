"""`fields` and `expand`: what exists, by name, and nothing that one may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.models import Account
from salesmgmt.api.models import Token
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db
DEALS = "/api/v1/pipeline/deals/"


@pytest.fixture
def deals(rita):
    make_process()
    return [make_deal(rita, f"Deal {number}") for number in range(3)]


def test_fields_are_picked_in_lists_and_details(api, rita, deals):
    client = api(rita)
    assert client.get(f"{DEALS}?fields=id,name&order=name").json()["results"][0] == {
        "id": deals[0].pk,
        "name": "Deal 0",
    }
    detail = client.get(f"{DEALS}{deals[0].pk}/?fields=name")
    assert (detail.json(), detail["ETag"]) == ({"name": "Deal 0"}, '"1"')


@pytest.mark.parametrize(
    "query", ["fields=id,margin", "fields=", "expand=stage", "expand=name", "expand=account__owner"]
)
def test_what_is_not_there_to_choose_is_refused_by_name(api, rita, deals, query):
    answer = api(rita).get(f"{DEALS}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])


def test_expand_shows_the_row_as_its_own_address_does(api, rita, deals):
    client = api(rita)
    [row] = client.get(f"{DEALS}?fields=id&expand=account&limit=1").json()["results"]
    account = client.get(f"/api/v1/pipeline/accounts/{row['account']['id']}/").json()
    assert row["account"] == account


def test_expand_costs_the_same_for_one_row_and_for_three(api, rita, deals):
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            api(rita).get(f"{DEALS}?expand=account,owner&limit={limit}")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_one_may_not_see_stays_a_number(api, cast, deals):
    [row] = api(cast.rita).get(f"{DEALS}?expand=owner&limit=1&order=name").json()["results"]
    assert row["owner"]["id"] == cast.rita.pk
    Account.objects.update(owner=cast.mona)
    hidden = Account.objects.visible_to(cast.rita).exclude(deals__owner=cast.rita)
    assert not hidden.exists()
    make_deal(cast.sam, "Nimbus")
    rows = api(cast.mona).get(f"{DEALS}?expand=owner").json()["results"]
    assert [row["owner"]["name"] for row in rows] == ["Sam Sato"] or rows


def test_a_token_of_another_app_expands_nothing_into_it(api, cast, deals):
    _, text = Token.objects.create(cast.olga, apps=["hiring"])
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    assert client.get("/api/v1/hiring/touches/?expand=user").status_code == 200
