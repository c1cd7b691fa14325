"""/api/v1/onboarding/: a plan published, a journey started, ticked, moved and stopped; what a recruiter is told."""

from datetime import date, timedelta

import pytest
from rest_framework.test import APIClient

from onboarding.domain.items import add_note, tick
from onboarding.models import Journey, JourneyItem, Plan, PlanItem, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Company, RoleProfile
from tests.cast import AT, Cast
from tests.onboarding.rows import FIRST_WEEK, item_of, make_draft, start
from tests.refusals import all_rows

ROOT = "/api/v1/onboarding"
STATUS = {
    "id",
    "user",
    "role_profile",
    "hired_from",
    "origin_ref",
    "start_date",
    "state",
    "ended_at",
    "items_total",
    "items_done",
    "items_late",
}


def as_(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(client: APIClient, path: str, body: dict | None = None, status: int = 200) -> dict:
    answer = client.post(f"{ROOT}/{path}", body or {}, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def listed(client: APIClient, name: str, **params: object) -> list[dict]:
    answer = client.get(f"{ROOT}/{name}/", params)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_plan_is_written_and_published_over_the_api(cast: Cast, profile: RoleProfile) -> None:
    client = as_(cast.olga)
    version = post(client, "plans/", {"name": "First week", "role_profile": profile.pk}, 201)
    facts = {"title": "Call a customer", "working_day": 2, "relation": "BUDDY", "minutes": 30}
    first = post(client, "plan-items/", {"version": version["id"], **facts}, 201)
    second = post(client, "plan-items/", {"version": version["id"], "title": "Listen", "working_day": 2}, 201)
    assert (first["position"], second["relation"], second["minutes"]) == (1, "NEW_HIRE", None)
    changed = client.put(f"{ROOT}/plan-items/{second['id']}/", {"title": "Listen in", "working_day": 1}, format="json")
    assert (changed.json()["title"], changed.json()["working_day"]) == ("Listen in", 1)
    post(client, f"plan-versions/{version['id']}/reorder/", {"items": [second["id"], first["id"]]})
    assert [row["title"] for row in listed(client, "plan-items", order="position")] == ["Listen in", "Call a customer"]
    assert post(client, f"plan-versions/{version['id']}/publish/")["published_by"] == cast.olga.pk
    assert client.delete(f"{ROOT}/plan-items/{first['id']}/").status_code == 409
    drafted = post(client, f"plans/{version['plan']}/versions/", status=201)
    assert (drafted["number"], drafted["published_at"]) == (2, None)
    copied = listed(client, "plan-items", version=drafted["id"])
    assert client.delete(f"{ROOT}/plan-items/{copied[0]['id']}/").status_code == 204
    plan, said = f"{ROOT}/plans/{version['plan']}/", {"name": "Week one", "role_profile": None}
    renamed = client.put(plan, said, format="json", HTTP_IF_MATCH=client.get(plan)["ETag"])
    assert renamed.json() == {"id": version["plan"], "name": "Week one", "role_profile": None, "version": 2}
    late = client.put(plan, {**said, "name": "Week two"}, format="json", HTTP_IF_MATCH='"1"')
    assert (late.status_code, client.get(plan).json()["name"]) == (412, "Week one")


def test_draft_is_changed_over_the_api_only_as_it_was_looked_at(cast: Cast, profile: RoleProfile) -> None:
    client = as_(cast.olga)
    version = post(client, "plans/", {"name": "First week", "role_profile": profile.pk}, 201)
    call = {"title": "Call a customer", "working_day": 2}
    item = post(client, "plan-items/", {"version": version["id"], **call}, 201)
    address = f"{ROOT}/plan-versions/{version['id']}/"
    tag = client.get(address)["ETag"]
    assert tag == '"2"'
    changed = client.put(f"{ROOT}/plan-items/{item['id']}/", {**call, "minutes": 5}, format="json", HTTP_IF_MATCH=tag)
    assert (changed.status_code, client.get(address).json()["version"]) == (200, 3)
    before = all_rows()
    late = [
        client.put(f"{ROOT}/plan-items/{item['id']}/", call, format="json", HTTP_IF_MATCH=tag),
        client.delete(f"{ROOT}/plan-items/{item['id']}/", HTTP_IF_MATCH=tag),
        client.post(f"{ROOT}/plan-items/", {"version": version["id"], **call}, format="json", HTTP_IF_MATCH=tag),
        client.post(f"{address}reorder/", {"items": [item["id"]]}, format="json", HTTP_IF_MATCH=tag),
        client.post(f"{address}publish/", HTTP_IF_MATCH=tag),
    ]
    assert [answer.status_code for answer in late] == [412] * 5
    assert {answer.json()["current_version"] for answer in late} == {3}
    assert post(client, f"plan-versions/{version['id']}/reorder/", {"items": [item["id"]], "version": 2}, 409)
    assert all_rows() == before
    assert client.post(f"{address}publish/", HTTP_IF_MATCH='"3"').status_code == 200


def test_journey_goes_its_way_over_the_api(cast: Cast, plan: PlanVersion) -> None:
    client = as_(cast.max)
    body = {"user": cast.nora.pk, "start_date": "2026-03-02", "buddy": cast.rita.pk}
    journey = post(client, "journeys/", body, 201)
    assert (journey["plan_version"], journey["state"], journey["items_total"]) == (plan.pk, "OPEN", 5)
    at = f"journeys/{journey['id']}"
    moved = post(client, f"{at}/move-start/", {"start_date": "2026-03-09", "version": 1})
    assert (moved["start_date"], moved["version"]) == ("2026-03-09", 2)
    assert post(client, f"{at}/move-start/", {"start_date": "2026-03-16", "version": 1}, 409)["code"]
    assert post(client, f"{at}/change-people/", {"buddy": None, "it_person": cast.sam.pk})["it_person"] == cast.sam.pk
    (laptop,) = listed(as_(cast.sam), "journey-items")
    assert (laptop["title"], laptop["user"], laptop["due_date"]) == ("Order the laptop", cast.nora.pk, "2026-02-27")
    ticked = post(as_(cast.sam), f"journey-items/{laptop['id']}/tick/", {"version": laptop["version"]})
    assert (ticked["done_by"], listed(client, "journeys")[0]["items_done"]) == (cast.sam.pk, 1)
    assert post(as_(cast.sam), f"journey-items/{laptop['id']}/untick/")["done_at"] is None
    assert post(client, f"journey-items/{laptop['id']}/note/", {"note": "Urgent"})["note"] == "Urgent"
    stopped = post(client, f"{at}/stop/", {"reason": "Another role"})
    assert (stopped["state"], stopped["end_reason"]) == ("STOPPED", "Another role")


def test_who_hands_an_item_on_may_no_longer_see_it(cast: Cast, journey: Journey) -> None:
    item = item_of(journey, "Lunch with the buddy")
    answer = as_(cast.rita).post(f"{ROOT}/journey-items/{item.pk}/reassign/", {"assignee": cast.sam.pk}, format="json")
    assert answer.status_code == 204
    item.refresh_from_db()
    assert item.assignee == cast.sam
    again = post(as_(cast.max), f"journey-items/{item.pk}/reassign/", {"assignee": cast.rita.pk})
    assert again["assignee"] == cast.rita.pk


def test_recruiter_reads_how_far_hires_are_and_nothing_else(cast: Cast, plan: PlanVersion) -> None:
    journey = start(cast.nora, by=cast.rosa, hired_from="hiring", origin_ref="7")
    start(cast.rita, by=cast.max)
    tick(item=item_of(journey, "Set up the laptop"), by=cast.nora, at=AT)
    add_note(item=item_of(journey, "Order the laptop"), note="Private", by=cast.max, at=AT)
    client = as_(cast.rosa)
    (status,) = listed(client, "hires")
    assert set(status) == STATUS
    assert (status["user"], status["items_done"], status["items_total"]) == (cast.nora.pk, 1, 5)
    assert status["items_late"] == 4
    assert listed(client, "journeys") == []
    assert listed(client, "journey-items") == []


def test_refusals_name_the_field_and_change_nothing(cast: Cast, plan: PlanVersion, profile: RoleProfile) -> None:
    client = as_(cast.olga)
    refused = post(client, "journeys/", {"user": cast.nora.pk, "start_date": "2020-01-01"}, 422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("no_place", "start_date")
    unknown = post(client, "journeys/", {"user": cast.nora.pk, "start_date": "2026-03-02", "notes": "x"}, 400)
    assert unknown["errors"][0]["field"] == "notes"
    draft = make_draft(profile, *FIRST_WEEK, by=cast.olga, name="Other")
    wrong = {"version": draft.pk, "title": "Call", "working_day": 999}
    assert post(client, "plan-items/", wrong, 400)["errors"][0]["field"] == "working_day"
    assert post(client, "plan-items/", {**wrong, "working_day": 1, "material_url": "javascript:x"}, 400)
    ramp = {"role_profile": profile.pk, "milestone": "FIRST_DEAL", "start_date": "2026-07-01"}
    assert post(client, "ramp-definitions/", ramp, 201)["end_date"] is None
    assert (
        post(client, "ramp-definitions/", {**ramp, "start_date": "2026-01-01"}, 422)["code"] == "later_ramp_definition"
    )
    assert (Journey.objects.count(), Plan.objects.count(), PlanItem.objects.count()) == (0, 2, 10)


@pytest.mark.parametrize(
    ("name", "queries"),
    [("journeys", 4), ("journey-items", 3), ("milestones", 3), ("hires", 4)],
)
def test_lists_ask_as_often_for_three_as_for_one(
    cast: Cast, plan: PlanVersion, django_assert_max_num_queries, name: str, queries: int
) -> None:
    people = iter([cast.nora, cast.rita, cast.sam])
    for _ in (1, 2):
        for person in [next(people)] if not Journey.objects.exists() else people:
            start(
                person,
                by=cast.olga,
                role_profile=plan.plan.role_profile,
                hired_from="hiring",
                origin_ref=str(person.pk),
            )
        who = cast.rosa if name == "hires" else cast.max
        client = as_(User.objects.get(pk=who.pk))
        with django_assert_max_num_queries(queries):
            listed(client, name)


def test_late_is_judged_where_the_new_hire_works(cast: Cast, journey: Journey) -> None:
    from onboarding.queries.progress import with_progress

    company = Company.objects.current()

    def late(at) -> tuple[int, date | None]:
        row = with_progress(Journey.objects.filter(pk=journey.pk), at=at, company=company).get()
        return row.items_late, row.late_since

    assert late(AT - timedelta(days=30)) == (0, None)
    assert late(AT) == (2, date(2026, 2, 20))
    last_hour = AT.replace(hour=22, minute=59)
    assert (late(last_hour)[0], late(last_hour + timedelta(minutes=1))[0]) == (2, 4)
    assert JourneyItem.objects.undone().count() == 5
