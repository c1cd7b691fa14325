"""The main job over the API alone: an export comes in by command, the rest is done by a program with a token."""

import base64
import csv
import json
import re
from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from salesmgmt.accounts.models import User
from salesmgmt.events.domain import running
from salesmgmt.events.models import Job
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from salesmgmt.people.models import Company
from tests.crm_data import CASES, crm_folder, maven
from tests.sentences import redo

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("thread_api")]  # which share one import
EXPECTED = json.loads((CASES / "crm_expected.json").read_text())["expected"]
PASSWORD = "petrol-on-cool-paper-7"
API = "/api/v1"
QUARTER = ("2017-04-01", "2017-07-01")
QUOTA = Decimal(200_000)
TERMS = {
    "currency": "USD",
    "components": [
        {
            "kind": "MARGINAL",
            "code": "new-business",
            "name": "New business",
            "objective": "win new accounts",
            "tiers": [{"from": "0%", "rate": "5%"}, {"from": "50%", "rate": "7.5%"}, {"from": "100%", "rate": "9%"}],
        },
        {"kind": "FLAT", "code": "all", "name": "Every booking", "objective": "grow", "rate": "1.25%"},
    ],
}


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), maven() as admin:
        yield admin


@pytest.fixture
def olga(imported, db):
    """The first admin after the import, with the company's pay in her hands as well."""
    admin = User.objects.get(pk=imported.pk)
    admin.set_password(PASSWORD)
    admin.save()
    grant_role(user=admin, role=Role.COMP_ADMIN, team=None, start_date=None, by=None, at=timezone.now())
    return admin


class Program:
    """Speaks to the API with a token that it got for an address and a password."""

    def __init__(self, user: User) -> None:
        self.client = APIClient()
        known = base64.b64encode(f"{user.email}:{PASSWORD}".encode()).decode()
        made = self.client.post(f"{API}/auth/tokens/", {}, headers={"Authorization": f"Basic {known}"})
        assert made.status_code == 201, made.content
        self.headers = {"Authorization": f"Token {made.json()['token']}"}

    def get(self, path: str, **query):
        answer = self.client.get(API + path, query, headers=self.headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def act(self, row: str, act: str, body: dict | None = None):
        """An act on a row as it is now: its ETag goes along as If-Match."""
        tag = self.client.get(API + row, headers=self.headers).headers["ETag"]
        return self.post(f"{row}{act}/", body, **{"If-Match": tag})

    def post(self, path: str, body: dict | None = None, **headers: str):
        answer = self.client.post(API + path, body or {}, format="json", headers=self.headers | headers)
        assert answer.status_code in {200, 201, 202}, answer.content
        return answer.json()

    def every(self, path: str, **query):
        """All rows of a list, following Link: rel="next"."""
        rows, answer = [], self.client.get(API + path, {**query, "limit": 200}, headers=self.headers)
        while True:
            assert answer.status_code == 200, answer.content
            rows += answer.json()["results"]
            following = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
            if not following:
                return rows
            answer = self.client.get(following.group(1), headers=self.headers)

    def status(self, path: str) -> int:
        return self.client.get(API + path, headers=self.headers).status_code


def won_in_file(agent: str) -> list[Decimal]:
    """What the file itself says an agent won in the quarter."""
    with (crm_folder() / "sales_pipeline.csv").open() as file:
        return [
            Decimal(row["close_value"])
            for row in csv.DictReader(file)
            if row["sales_agent"] == agent
            and row["deal_stage"] == "Won"
            and QUARTER[0] <= row["close_date"] < QUARTER[1]
        ]


def pay_of(program: Program, darcel: User) -> dict:
    """From a plan's draft to Darcel's statement."""
    version = program.post("/compensation/plans/", {"name": "AE 2017", "document": TERMS, "start_date": "2017-01-01"})
    program.act(f"/compensation/plan-versions/{version['id']}/", "publish")
    on_plan = {"user": darcel.pk, "plan_version": version["id"], "start_date": "2017-01-01"}
    program.post("/compensation/assignments/", on_plan)
    start, end = QUARTER
    quota = {"measure": "BOOKINGS", "user": darcel.pk, "start_date": start, "end_date": end, "full_amount": str(QUOTA)}
    program.post("/pipeline/targets/", quota)
    run = program.post("/compensation/runs/", {"day": "2017-05-02"})
    assert run["is_calculating"]
    assert running.run(job_id=Job.objects.get(kind__startswith="compensation").pk, at=timezone.now())
    run = program.get(f"/compensation/runs/{run['id']}/")
    assert (run["is_calculating"], run["error"]) == (False, "")
    assert {each["reason"] for each in run["unpaid"]} == {"NO_PLAN"}  # everybody else who won
    assert darcel.pk not in {each["user"] for each in run["unpaid"]}
    [statement] = program.every("/compensation/statements/", run=run["id"])
    return statement


@pytest.fixture
def program(olga):
    return Program(olga)


def test_deals_are_paged_moved_and_won(program):
    deals = program.every("/pipeline/deals/", state="OPEN")
    assert len(deals) == len({deal["id"] for deal in deals}) == 2089
    stages = {name: [deal for deal in deals if deal["stage_name"] == name] for name in ("Prospecting", "Engaging")}
    assert {name: len(rows) for name, rows in stages.items()} == {"Prospecting": 500, "Engaging": 1589}
    deal, engaging = stages["Prospecting"][0], stages["Engaging"][0]["stage"]
    step = {"next_step": "Call the buyer", "next_step_date": "2030-01-01"}
    moved = program.post(f"/pipeline/deals/{deal['id']}/move/", {"stage": engaging, "version": deal["version"], **step})
    assert (moved["stage_name"], moved["version"]) == ("Engaging", deal["version"] + 1)
    reasons = program.every("/pipeline/close-reasons/")
    best_fit = next(reason["code"] for reason in reasons if reason["kind"] == "WON")
    won = program.act(f"/pipeline/deals/{deal['id']}/", "win", {"reason": best_fit, "amount": "1200.50"})
    assert (won["state"], won["amount"]) == ("WON", "1200.5000")
    total = program.get("/figures/pipeline.won_amount/")
    assert (Decimal(total["value"]), total["n"]) == (EXPECTED["won_revenue"] + Decimal("1200.50"), 4239)
    today = program.every("/figures/pipeline.won_amount/rows/", **{"from": won["close_date"]})
    assert len(today) == 1


def test_a_statement_opens_to_its_deals(program):
    darcel = User.objects.get(name="Darcel Schlecht")
    statement = pay_of(program, darcel)
    won = won_in_file("Darcel Schlecht")
    assert (Decimal(statement["credited_amount"]), Decimal(statement["quota_amount"])) == (sum(won), QUOTA)
    lines = program.every("/compensation/lines/", statement=statement["id"])
    assert len(lines) == 2 * len(won)
    by_component = {"new-business": [], "all": []}
    for line in lines:
        redone = redo(line["explanation"])
        assert (redone.credit, redone.pay) == (Decimal(line["credit_amount"]), Decimal(line["pay_amount"]))
        assert line["pay_amount"] == f"{redone.pay:.2f}"
        by_component[line["component"]].append(redone)
    assert sum(Decimal(line["pay_amount"]) for line in lines) == Decimal(statement["total_amount"])
    assert sorted(line.credit for line in by_component["all"]) == sorted(won)
    ladder = by_component["new-business"]
    assert [line.way[0] for line in ladder[1:]] == [line.way[1] for line in ladder[:-1]]
    assert sum(line.slices - 1 for line in ladder) == sum(sum(won) > QUOTA * share for share in (Decimal("0.5"), 1))
    ids = {line["deal"] for line in lines}
    won_by_darcel = program.every("/pipeline/deals/", owner=darcel.pk, state="WON")
    assert ids <= {deal["id"] for deal in won_by_darcel}


def test_a_rep_and_a_manager_see_their_own(program, olga):
    darcel, melvin = (User.objects.get(name=name) for name in ("Darcel Schlecht", "Melvin Marxen"))
    statement = pay_of(program, darcel)
    User.objects.filter(pk__in=[darcel.pk, melvin.pk]).update(password=olga.password)
    rep, manager = Program(darcel), Program(melvin)
    assert {deal["owner"] for deal in rep.every("/pipeline/deals/", state="OPEN")} == {darcel.pk}
    assert [row["id"] for row in rep.every("/compensation/statements/")] == [statement["id"]]
    vicki = User.objects.get(name="Vicki Laflamme")
    [hers, *_] = program.every("/pipeline/deals/", owner=vicki.pk)
    for reader in (rep, manager):
        assert reader.status(f"/pipeline/deals/{hers['id']}/") == 404
    assert manager.status(f"/compensation/statements/{statement['id']}/") == 404
    Company.objects.update(managers_see_pay=True)
    assert manager.get(f"/compensation/statements/{statement['id']}/")["user"] == darcel.pk
    name, amount = EXPECTED["top_manager"]
    assert (melvin.name, Decimal(manager.get("/figures/pipeline.won_amount/")["value"])) == (name, amount)
    assert sum(Decimal(deal["amount"]) for deal in manager.every("/pipeline/deals/", state="WON")) == amount
