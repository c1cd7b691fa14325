"""/api/v1/compensation/: the whole quarter over the API, what others see of it, and its refusals."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from compensation.models import Assignment, Line, Plan, PlanVersion, Run, Statement
from salesmgmt.people.models import Company
from tests.cast import Cast
from tests.compensation.rows import calculated, document, make_quota, make_won, statement_of, work
from tests.pipeline_rows import make_process

ROOT = "/api/v1/compensation"
LISTS = ["plans", "plan-versions", "assignments", "runs", "statements", "lines"]


def as_(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    client.credentials(HTTP_IF_MATCH="*")  # money is changed whatever version it is at
    return client


def seen(user, name: str) -> int:
    answer = as_(user).get(f"{ROOT}/{name}/", {"limit": 200})
    assert answer.status_code == 200
    return len(answer.json()["results"])


@pytest.fixture
def run(quarter: Cast) -> Run:
    return calculated(quarter)


def test_quarter_is_planned_paid_and_closed_over_the_api(cast: Cast) -> None:
    make_process()
    client = as_(cast.carla)
    terms = {"document": document(), "start_date": "2026-01-01"}
    drafted = client.post(f"{ROOT}/plans/", {"name": "Enterprise AE 2026", **terms}, format="json")
    assert drafted.status_code == 201, drafted.json()
    version = drafted.json()["id"]
    changed = client.put(f"{ROOT}/plan-versions/{version}/", {**terms, "document": document(flat="4%")}, format="json")
    assert changed.json()["document"]["components"][1]["rate"] == "4%"
    assert client.post(f"{ROOT}/plan-versions/{version}/publish/").json()["published_by"] == cast.carla.pk
    put = {"user": cast.rita.pk, "plan_version": version, "start_date": "2026-01-01", "ote_amount": "120000"}
    assigned = client.post(f"{ROOT}/assignments/", put, format="json")
    assert (assigned.status_code, assigned.json()["currency"], assigned.json()["end_date"]) == (201, "EUR", None)
    make_quota(cast.rita, "300000", by=cast.carla)
    make_won(cast.rita, "Aurelia Foods", "278000")
    make_won(cast.rita, "Brightwater Utilities", "34000")
    started = client.post(f"{ROOT}/runs/", {"day": "2026-02-02"}, format="json").json()
    assert (started["name"], started["state"], started["is_calculating"]) == ("2026 Q1", "DRAFT", True)
    work(Run.objects.get())
    ended = client.get(f"{ROOT}/runs/{started['id']}/").json()
    assert (ended["is_calculating"], ended["progress"]["done"], ended["unpaid"]) == (False, 1, [])
    assert client.post(f"{ROOT}/runs/{started['id']}/calculate/").status_code == 202
    work(Run.objects.get())
    (statement,) = client.get(f"{ROOT}/statements/", {"run": started["id"]}).json()["results"]
    assert statement["total_amount"] == "31560.00"
    assert (statement["credited_amount"], statement["quota_amount"]) == ("312000.00", "300000.00")
    lines = client.get(f"{ROOT}/lines/", {"statement": statement["id"]}).json()["results"]
    assert sum(Decimal(line["pay_amount"]) for line in lines) == Decimal(statement["total_amount"])
    assert lines[1]["explanation"].startswith(
        "Brightwater Utilities added 34,000.00 of credit and took Rita Sandoval from 92.7% to 104.0% of quota."
    )
    assert client.post(f"{ROOT}/runs/{started['id']}/finalize/").json()["state"] == "FINAL"
    following = client.post(
        f"{ROOT}/plans/{Plan.objects.get().pk}/versions/", {**terms, "start_date": "2026-04-01"}, format="json"
    )
    assert following.json()["number"] == 2
    ending = client.post(f"{ROOT}/assignments/{assigned.json()['id']}/end/", {"end_date": "2026-07-01"}, format="json")
    assert ending.json()["end_date"] == "2026-07-01"


def test_lists_show_what_the_table_allows(quarter: Cast, run: Run) -> None:
    assert Line.objects.count() == 6
    expected = {
        "carla": [1, 1, 2, 1, 2, 6],
        "finn": [1, 1, 2, 1, 2, 6],
        "rita": [1, 1, 1, 0, 1, 4],
        "nora": [1, 1, 1, 0, 1, 2],
        **dict.fromkeys(["max", "mona", "olga", "sam", "rosa", "ivan", "api_user", "stranger"], [0] * 6),
    }
    for who, counts in expected.items():
        assert [seen(getattr(quarter, who), name) for name in LISTS] == counts, who
    Company.objects.update(managers_see_pay=True)
    quarter = quarter.__class__(**{**vars(quarter), "max": type(quarter.max).objects.get(pk=quarter.max.pk)})
    assert [seen(quarter.max, name) for name in LISTS] == [1, 1, 2, 0, 2, 6]
    mona = type(quarter.mona).objects.get(pk=quarter.mona.pk)
    assert [seen(mona, name) for name in LISTS] == [0] * 6


def test_what_one_may_not_see_is_not_there(quarter: Cast, run: Run, plan: PlanVersion) -> None:
    own, foreign = statement_of(run, quarter.rita), statement_of(run, quarter.nora)
    client = as_(quarter.rita)
    assert client.get(f"{ROOT}/statements/{own.pk}/").status_code == 200
    for address in (
        f"statements/{foreign.pk}",
        f"lines/{foreign.lines.first().pk}",
        f"runs/{run.pk}",
        f"assignments/{Assignment.objects.get(user=quarter.nora).pk}",
    ):
        assert client.get(f"{ROOT}/{address}/").status_code == 404
    assert client.get(f"{ROOT}/lines/", {"statement": foreign.pk}).json()["results"] == []
    assert as_(quarter.sam).get(f"{ROOT}/plan-versions/{plan.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "on_a_run"), [("rita", 404), ("max", 404), ("olga", 404), ("api_user", 404), ("finn", 403)]
)
def test_others_do_not_write(quarter: Cast, run: Run, plan: PlanVersion, who: str, on_a_run: int) -> None:
    client = as_(getattr(quarter, who))
    assert client.post(f"{ROOT}/runs/{run.pk}/calculate/").status_code == on_a_run
    assert client.post(f"{ROOT}/runs/", {"day": "2026-05-01"}, format="json").status_code == 403
    terms = {"document": document(), "start_date": "2026-01-01"}
    assert client.post(f"{ROOT}/plans/", {"name": "Mine", **terms}, format="json").status_code == 403
    version = client.post(f"{ROOT}/plan-versions/{plan.pk}/publish/").status_code
    assert version in (403, 404)
    put = {"user": quarter.sam.pk, "plan_version": plan.pk, "start_date": "2026-01-01"}
    assert client.post(f"{ROOT}/assignments/", put, format="json").status_code in (400, 403)
    assert (Plan.objects.count(), Run.objects.count(), Assignment.objects.count()) == (1, 1, 2)
    run.refresh_from_db()
    assert run.calculation == 1


@pytest.mark.parametrize(
    ("name", "body", "status", "code", "words"),
    [
        (
            "plans",
            {"name": "AE", "document": document(flat="101%"), "start_date": "2026-01-01"},
            422,
            "plan_document",
            "100%",
        ),
        ("plans", {"name": "AE", "document": [], "start_date": "2026-01-01"}, 400, "invalid", "document"),
        ("plans", {"name": "AE", "document": document(), "start_date": "soon"}, 400, "invalid", "start_date"),
        ("plans", {"name": "AE", "start_date": "2026-01-01", "colour": "red"}, 400, "invalid", "colour"),
        ("runs", {}, 400, "invalid", "day"),
        ("assignments", {"user": 0, "plan_version": 0, "start_date": "2026-01-01"}, 400, "invalid", "user"),
    ],
)
def test_refusals_are_problems_and_change_nothing(cast: Cast, name, body, status, code, words) -> None:
    answer = as_(cast.carla).post(f"{ROOT}/{name}/", body, format="json")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert words in str(problem)
    assert [Plan.objects.count(), Run.objects.count(), Assignment.objects.count()] == [0, 0, 0]


def test_published_version_answers_conflict(quarter: Cast, plan: PlanVersion) -> None:
    terms = {"document": document(flat="1%"), "start_date": "2026-01-01"}
    answer = as_(quarter.carla).put(f"{ROOT}/plan-versions/{plan.pk}/", terms, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_is_published")
    plan.refresh_from_db()
    assert plan.document["components"][1]["rate"] == "3%"


def test_unknown_parameters_are_refused(quarter: Cast) -> None:
    for name in LISTS:
        assert as_(quarter.carla).get(f"{ROOT}/{name}/", {"colour": "red"}).status_code == 400


@pytest.mark.parametrize("name", LISTS)
def test_lists_page_by_cursor_with_the_same_queries(
    quarter: Cast, run: Run, name: str, django_assert_max_num_queries
) -> None:
    client = as_(quarter.carla)
    client.get(f"{ROOT}/{name}/")
    with django_assert_max_num_queries(6) as one:
        first = client.get(f"{ROOT}/{name}/", {"limit": 1})
    with django_assert_max_num_queries(6) as many:
        everything = client.get(f"{ROOT}/{name}/")
    assert len(one.captured_queries) == len(many.captured_queries)
    if len(everything.json()["results"]) > 1:
        assert 'rel="next"' in first["Link"]
        second = client.get(first.json()["next"]).json()["results"]
        assert second[0] == everything.json()["results"][1]


def test_amounts_have_the_digits_of_their_currency(quarter: Cast, run: Run) -> None:
    Statement.objects.filter(user=quarter.rita).update(currency="JPY")
    shown = as_(quarter.finn).get(f"{ROOT}/statements/", {"user": quarter.rita.pk}).json()["results"][0]
    assert shown["total_amount"] == str(statement_of(run, quarter.rita).total_minor)
    assert date.fromisoformat(shown["calculated_at"][:10]) == date(2026, 3, 2)


def test_run_is_removed_as_it_was_looked_at(quarter: Cast, run: Run) -> None:
    client, address = APIClient(), f"{ROOT}/runs/{run.pk}/"
    client.force_authenticate(quarter.carla)

    def remove(tag: str) -> Any:
        return client.post(f"{address}remove/", {"reason": "Trial"}, format="json", HTTP_IF_MATCH=tag)

    assert (remove('"9"').status_code, Run.objects.get().state) == (412, "DRAFT")
    removed = remove(client.get(address)["ETag"])
    assert (removed.status_code, removed.json()["state"], removed.json()["remove_reason"]) == (200, "REMOVED", "Trial")
    assert client.get(f"{ROOT}/statements/").json()["results"] == []
    assert [row["id"] for row in client.get(f"{ROOT}/runs/", {"removed": "true"}).json()["results"]] == [run.pk]
    assert client.post(f"{address}calculate/", HTTP_IF_MATCH=removed["ETag"]).json()["code"] == "run_is_removed"
