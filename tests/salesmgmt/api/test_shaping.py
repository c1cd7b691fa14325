"""`fields` and `expand`: what exists, by name, and nothing that one may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.domain.splits import Share, split_deal
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
    "query", ["fields=id,margin", "fields=", "expand=state", "expand=name", "expand=account__owner"]
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


def test_what_one_may_not_see_stays_a_number(api, cast, at):
    """Rita has a share in a deal of Sam, whom she may not open."""
    make_process()
    deal = make_deal(cast.sam, "Nimbus")
    split_deal(deal=deal, shares=[Share(user=cast.rita, role="SALES", share_bp=10_000)], by=cast.olga, at=at)
    shown = {
        who: api(who).get(f"{DEALS}{deal.pk}/?fields=id&expand=owner").json()["owner"] for who in (cast.rita, cast.olga)
    }
    assert shown[cast.rita] == cast.sam.pk
    assert shown[cast.olga]["id"] == cast.sam.pk
