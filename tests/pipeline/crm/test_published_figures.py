"""The public CRM export gives the figures that independent analysts published, whichever way they are asked for."""

import csv
import json
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from pipeline.models import Account, Deal, Product
from salesmgmt.accounts.models import User
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.imports.models import ImportBatch
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Membership, RoleGrant
from tests.crm_data import CASES, crm_folder, maven

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("published")]  # which share one import
EXPECTED = json.loads((CASES / "crm_expected.json").read_text())["expected"]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """The export in an otherwise empty database, once for this module."""
    with django_db_blocker.unblock(), maven():
        yield


def through_domain(name, **params):
    user = User.objects.get(email="olga@maven.example")
    figure = figure_for(name, user)
    return json.loads(
        json.dumps(answer_data(answer(figure, read_scope(figure, params, user=user, at=timezone.now()))), default=str)
    )


def through_api(name, **params):
    client = APIClient()
    client.force_authenticate(User.objects.get(email="olga@maven.example"))
    reply = client.get(f"/api/v1/figures/{name}/", params)
    assert reply.status_code == 200, reply.content
    return reply.json()


def through_command(name, **params):
    out = StringIO()
    call_command("figure", name, json=True, as_user="olga@maven.example", stdout=out, **params)
    return json.loads(out.getvalue())


@pytest.fixture(params=[through_domain, through_api, through_command], ids=["domain", "api", "command"])
def ask(request, imported):
    return request.param


def number(result):
    return float(result["value"])


def by(answered, measure=None):
    """Group label -> value."""
    return {g["label"]: number(g["measures"][measure or next(iter(g["measures"]))]) for g in answered["groups"]}


def test_every_row_landed(imported):
    batch = ImportBatch.objects.get()
    assert {name: count["new"] for name, count in batch.counts.items()} == EXPECTED["rows"]
    assert not batch.refusals.exists()
    assert (Account.objects.count(), Product.objects.count(), Deal.objects.count()) == (85, 7, 8800)
    assert Deal.objects.filter(account=None).count() == 1425
    assert Deal.objects.filter(started_date=None).count() == 500
    assert not Account.objects.filter(sector="technology").exists()
    assert Account.objects.filter(sector="technolgy").exists()
    assert Account.objects.exclude(parent=None).count() == 15


def test_deal_counts(ask):
    assert by(ask("pipeline.deal_counts", by="stage")) == EXPECTED["stages"]


def test_won_amount(ask):
    answered = ask("pipeline.won_amount", by="manager")
    assert number(answered) == EXPECTED["won_revenue"]
    assert round(number(answered["measures"]["average"])) == EXPECTED["avg_won"]
    top = answered["groups"][0]
    assert [top["label"], number(top["measures"]["amount"])] == EXPECTED["top_manager"]
    top = ask("pipeline.won_amount", by="owner")["groups"][0]
    assert [top["label"], number(top["measures"]["amount"])] == EXPECTED["top_agent"]


@pytest.mark.parametrize("grouping", ["product", "quarter", "region", "team"])
def test_won_amount_of_groups_is_the_whole(ask, grouping):
    groups = by(ask("pipeline.won_amount", by=grouping))
    assert sum(groups.values()) == EXPECTED["won_revenue"]
    assert len(groups) == {"product": 7, "quarter": 4, "region": 3, "team": 6}[grouping]


def test_quarters(ask):
    won = {g["label"]: g["measures"]["amount"]["n"] for g in ask("pipeline.won_amount", by="quarter")["groups"]}
    assert won == {f"2017 {quarter}": count for quarter, count in EXPECTED["quarter_won_count_2017"].items()}
    groups = ask("pipeline.win_rate", by="quarter")["groups"]
    rates = {g["label"]: round(100 * number(g["measures"]["closed"]), 2) for g in groups if g["key"]}
    assert rates == {f"2017 {quarter}": rate for quarter, rate in EXPECTED["quarter_win_pct_2017"].items()}
    period = {"from": "2017-01-01", "to": "2017-04-01"}
    assert number(ask("pipeline.win_rate", **period)) == pytest.approx(0.8207, abs=5e-5)


def test_win_rate_has_both_denominators_and_their_intervals(ask):
    measures = ask("pipeline.win_rate")["measures"]
    assert round(100 * number(measures["closed"]), 2) == EXPECTED["win_rate_closed_pct"]
    assert round(100 * number(measures["all"]), 2) == EXPECTED["won_share_of_all_pct"]
    assert (measures["closed"]["n"], measures["all"]["n"]) == (6711, 8800)
    assert measures["closed"]["interval"]["low"] < 0.6315 < measures["closed"]["interval"]["high"]


def test_cycle_days(ask):
    measures = ask("pipeline.cycle_days")["measures"]
    assert round(number(measures["won_mean"]), 1) == EXPECTED["won_cycle_mean"]
    assert number(measures["won_median"]) == EXPECTED["won_cycle_median"]
    assert round(number(measures["closed_mean"])) == EXPECTED["all_closed_cycle_mean"]


def test_open_list_value(ask):
    answered = ask("pipeline.open_list_value")
    assert number(answered) == EXPECTED["open_pipeline_list_price"]
    assert answered["n"] == 2089


def test_agents(ask):
    active = len(ask("pipeline.deal_counts", by="owner")["groups"])
    agents = RoleGrant.objects.filter(role=Role.REP).values("user").distinct().count()
    assert (active, agents - active) == (EXPECTED["active_agents"], EXPECTED["idle_agents"])


def stages_on(day):
    """Counted in the file itself: closed by the end of the day, or else engaged by then."""
    with (crm_folder() / "sales_pipeline.csv").open() as file:
        rows = list(csv.DictReader(file))
    closed = [row["deal_stage"] for row in rows if row["close_date"] and row["close_date"] <= day]
    engaged = [row for row in rows if row["engage_date"] and row["engage_date"] <= day]
    return {**Counter(closed), "Engaging": len(engaged) - len(closed)}


def test_past_instants_leave_out_deals_of_unknown_start(ask):
    for day in ("2017-03-02", "2017-10-31"):
        answered = ask("pipeline.deal_counts", by="stage", as_of=day)
        assert by(answered) == stages_on(day)
        assert answered["left_out"]["count"] == 500


def test_managers_and_reps_ask_about_what_they_see(imported):
    marxen = User.objects.get(name="Melvin Marxen")
    schlecht = User.objects.get(name="Darcel Schlecht")
    figure = figure_for("pipeline.won_amount", marxen)
    for user, amount in ((marxen, EXPECTED["top_manager"][1]), (schlecht, EXPECTED["top_agent"][1])):
        found = answer(figure, read_scope(figure, {}, user=user, at=timezone.now()))
        assert found.main.value == amount


def test_people_stand_under_their_managers_in_regions(imported):
    schlecht = Membership.objects.get(user__name="Darcel Schlecht")
    assert (schlecht.manager.name, schlecht.office.name, schlecht.since) == ("Melvin Marxen", "Central", None)
    assert (schlecht.team.name, schlecht.team.parent.name) == ("Melvin Marxen’s team", "Central")
    assert schlecht.team.parent.parent.name == "Maven"
    assert schlecht.user.email == "darcel.schlecht@import.invalid"
    assert not schlecht.user.has_usable_password()
    assert schlecht.user.created_at > timezone.now() - timedelta(hours=1)
