"""Many operations in one request: each stands or falls alone, and all of them are one request under a key."""

import pytest

from pipeline.models import Account, Deal
from tests.pipeline_rows import make_deal, make_process, stage

pytestmark = pytest.mark.django_db
BULK, ACCOUNTS = "/api/v1/bulk/", "/api/v1/pipeline/accounts/"


def new(name: str) -> dict:
    return {"method": "POST", "path": ACCOUNTS, "body": {"name": name}}


def test_each_operation_has_its_own_result_and_the_good_ones_stay(api, cast):
    make_process()
    mine, hers = make_deal(cast.rita, "Helix"), make_deal(cast.sam, "Nimbus")
    move = {"method": "POST", "body": {"stage": stage("Discover").pk}}
    operations = [
        new("Vela"),
        {"method": "POST", "path": ACCOUNTS},
        {**move, "path": f"/api/v1/pipeline/deals/{mine.pk}/move/", "if_match": '"1"'},
        {**move, "path": f"/api/v1/pipeline/deals/{mine.pk}/move/", "if_match": '"1"'},
        {**move, "path": f"/api/v1/pipeline/deals/{hers.pk}/move/"},
        {"method": "POST", "path": "/api/v1/nowhere/"},
        {"method": "POST", "path": "/api/v1/auth/tokens/"},
        {"method": "DELETE", "path": ACCOUNTS},
    ]
    answer = api(cast.rita).post(BULK, {"operations": operations})
    assert answer.status_code == 207
    results = answer.json()["results"]
    assert [each["status"] for each in results] == [201, 400, 200, 412, 404, 404, 404, 405]
    assert results[0]["body"]["name"] == "Vela"
    assert (results[2]["etag"], results[3]["body"]["current_version"]) == ('"2"', 2)
    assert results[1]["body"]["errors"][0]["field"] == "name"
    assert Account.objects.filter(name="Vela").count() == 1
    assert Deal.objects.get(pk=hers.pk).version == 1


def test_a_bulk_under_a_key_is_done_once(api, rita):
    sent = {"operations": [new("Vela"), new("Orbit")]}
    first, again = (api(rita).post(BULK, sent, HTTP_IDEMPOTENCY_KEY="night") for _ in range(2))
    assert (again["Idempotency-Replayed"], again.content) == ("true", first.content)
    assert Account.objects.count() == 2


@pytest.mark.parametrize(
    "operations",
    [[], [new("A")] * 101, [{"method": "GET", "path": ACCOUNTS}], [{"method": "POST", "path": "/hiring/"}]],
)
def test_what_is_no_bulk_is_refused_whole(api, rita, operations):
    assert api(rita).post(BULK, {"operations": operations}).status_code == 400
    assert not Account.objects.exists()


def test_nobody_sends_no_bulk(api):
    assert api().post(BULK, {"operations": [new("A")]}).status_code == 401
