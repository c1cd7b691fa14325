"""ETags are versions: an answer that is known is spared, a lost update refused, money never changed blindly."""

from decimal import Decimal

import pytest

from compensation.models import Run
from pipeline.models import Deal, Target
from tests.compensation.rows import calculated, make_plan, put_on
from tests.pipeline_rows import make_deal, make_process, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(rita) -> Deal:
    make_process()
    return make_deal(rita, "Helix Robotics")


def address(deal: Deal, act: str = "") -> str:
    return f"/api/v1/pipeline/deals/{deal.pk}/{act}"


def test_a_row_that_is_known_is_not_sent_again(api, rita, deal):
    client = api(rita)
    first = client.get(address(deal))
    assert first["ETag"] == '"1"'
    known = client.get(address(deal), HTTP_IF_NONE_MATCH='W/"7", "1"')
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", '"1"')
    assert client.get(address(deal), HTTP_IF_NONE_MATCH='"2"').status_code == 200
    assert client.get(address(deal), HTTP_IF_NONE_MATCH='W/"1"').status_code == 200


def test_a_change_of_what_is_no_longer_so_is_refused_with_what_it_is(api, rita, deal):
    client = api(rita)
    moved = client.post(address(deal, "move/"), {"stage": stage("Discover").pk}, HTTP_IF_MATCH='"1"')
    assert (moved.status_code, moved["ETag"], moved.json()["version"]) == (200, '"2"', 2)
    late = client.patch(address(deal), {"name": "Helix"}, HTTP_IF_MATCH='"1"')
    assert (late.status_code, late.json()["code"], late.json()["current_version"]) == (412, "precondition_failed", 2)
    assert late.json()["detail"] == (
        "Somebody changed the deal, now at version 2: fetch it and repeat the change on that."
    )
    assert Deal.objects.get().name == "Helix Robotics"


def test_who_loses_the_race_after_the_look_is_told_the_same(api, rita, deal, monkeypatch):
    from pipeline.api.viewsets import deals

    edit = deals.edit_deal

    def overtaken(**kwargs):
        Deal.objects.update(version=5)
        return edit(**kwargs)

    monkeypatch.setattr(deals, "edit_deal", overtaken)
    late = api(rita).patch(address(deal), {"name": "Helix"}, HTTP_IF_MATCH='"1"')
    assert (late.status_code, late.json()["current_version"]) == (412, 5)


@pytest.mark.parametrize(
    ("act", "method", "body"),
    [
        ("", "patch", {"amount": "10"}),
        ("win/", "post", {"reason": "value"}),
        ("lines/", "put", {"lines": []}),
        ("splits/", "put", {"shares": []}),
    ],
)
def test_money_says_which_version_it_was_made_for(api, rita, deal, act, method, body):
    change = getattr(api(rita), method)
    blind = change(address(deal, act), body)
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    assert Deal.objects.get().version == 1
    assert change(address(deal, act), body, HTTP_IF_MATCH='"1"').status_code == 200


def test_what_is_not_money_may_be_changed_without(api, rita, deal):
    assert api(rita).patch(address(deal), {"name": "Helix"}).status_code == 200


def test_the_version_may_stand_in_the_body(api, rita, deal):
    assert api(rita).post(address(deal, "win/"), {"reason": "value", "version": 2}).status_code == 409
    assert api(rita).post(address(deal, "win/"), {"reason": "value", "version": 1}).status_code == 200


@pytest.mark.parametrize("tag", ["1", '"1', '"a" "b"'])
def test_what_is_no_tag_is_refused(api, rita, deal, tag):
    assert api(rita).patch(address(deal), {"name": "Helix"}, HTTP_IF_MATCH=tag).status_code == 400


def test_an_order_is_placed_on_the_deal_as_it_was_read(api, rita, deal):
    client = api(rita)
    assert (
        client.post(address(deal, "win/"), {"reason": "value", "amount": "10"}, HTTP_IF_MATCH='"1"').status_code == 200
    )
    version = Deal.objects.get().version
    asked = [
        client.post("/api/v1/pipeline/orders/", {"deal": deal.pk}, **tag) for tag in ({}, {"HTTP_IF_MATCH": '"1"'})
    ]
    assert [answer.status_code for answer in asked] == [428, 412]
    placed = client.post("/api/v1/pipeline/orders/", {"deal": deal.pk}, HTTP_IF_MATCH=f'"{version}"')
    assert placed.status_code == 201


def test_a_target_is_changed_as_it_was_read(api, cast):
    client = api(cast.olga)
    sent = {
        "user": cast.rita.pk, "measure": "BOOKINGS", "start_date": "2026-01-01", "end_date": "2026-04-01",
        "full_amount": "1000",
    }  # fmt: skip
    made = client.post("/api/v1/pipeline/targets/", sent)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    changed = {**sent, "full_amount": "2000"}
    tags = ({}, {"HTTP_IF_MATCH": '"3"'}, {"HTTP_IF_MATCH": '"1"'})
    answers = [client.post("/api/v1/pipeline/targets/", changed, **tag) for tag in tags]
    assert [answer.status_code for answer in answers] == [428, 412, 201]
    assert Target.objects.get().full_amount == Decimal(2000)
    assert Target.objects.get().version == 2


def test_a_run_is_closed_as_it_was_calculated(api, cast):
    put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    run = calculated(cast)
    client = api(cast.carla)
    runs = f"/api/v1/compensation/runs/{run.pk}/"
    assert client.get(runs)["ETag"] == f'"{run.calculation}"'
    for tag, status in (({}, 428), ({"HTTP_IF_MATCH": '"99"'}, 412)):
        assert client.post(f"{runs}finalize/", **tag).status_code == status
    assert Run.objects.get().state == "DRAFT"
    assert client.post(f"{runs}finalize/", HTTP_IF_MATCH=f'"{run.calculation}"').status_code == 200


def test_a_row_without_version_has_no_tag(api, cast):
    answer = api(cast.olga).get("/api/v1/company/")
    assert "ETag" not in answer
    teams = api(cast.olga).get("/api/v1/teams/").json()["results"]
    refused = api(cast.olga).patch(f"/api/v1/teams/{teams[0]['id']}/", {"name": "X"}, HTTP_IF_MATCH='"1"')
    assert (refused.status_code, refused.json()["detail"]) == (
        412,
        "A team has no version to match: leave If-Match out.",
    )
