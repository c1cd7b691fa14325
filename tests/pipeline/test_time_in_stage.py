"""Time in stage: visits added up as Odoo counts them, what still runs left out, and the same at a past instant."""

import json
import random
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from pipeline.domain.moves import move_deal
from pipeline.models import Deal, DealVersion
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from tests.cast import AT
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.stage_times import BEGAN, MINUTE, closed_after
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import make_deal, stage
from tests.salesmgmt.figures.adding_up import assert_rows_add_up

VISITS, IN_ALL = tables("time_in_stage.md")


def minutes(user, **params):
    groups = ask("pipeline.time_in_stage", user, by="stage", **params)["groups"]
    return {group["label"]: round(group["measures"]["mean"]["value"] * 1440) for group in groups}


def test_the_published_case(process, cast):
    """`time_in_stage` of metrics.json: the second, third and fourth stage are visited again, 30 minutes in none."""
    deal = closed_after(cast.rita, [(row["stage"], int(row["minutes"])) for row in VISITS])
    published = json.loads((Path(__file__).parents[1] / "cases" / "time_in_stage.json").read_text())
    in_all = {row["stage"]: int(row["minutes in all"]) for row in IN_ALL}
    assert [*in_all.values(), 30] == list(published["expect_minutes"].values()) == [5, 115, 70, 220, 30]
    assert minutes(cast.rita) == in_all
    assert ask("pipeline.time_in_stage", cast.rita)["n"] == 4
    assert_rows_add_up(figure_for("pipeline.time_in_stage", cast.rita), cast.rita)
    began = DealVersion.objects.filter(deal=deal).earliest("valid_from").valid_from
    before = {"as_of": (began + timedelta(minutes=5 + 60 + 50 + 10)).isoformat()}
    assert minutes(cast.rita, **before) == {"Qualify": 5, "Discover": 60, "Prove": 50}
    assert ask("pipeline.time_in_stage", cast.rita, **before)["left_out"]["count"] == 1


def test_what_runs_is_left_out_and_counted(process, cast):
    deal = make_deal(cast.rita, at=AT)
    assert ask("pipeline.time_in_stage", cast.rita)["n"] == 0
    deal = move_deal(deal=deal, to=stage("Discover"), by=cast.rita, at=AT + timedelta(minutes=30))
    deal = move_deal(deal=deal, to=stage("Qualify"), by=cast.rita, at=AT + timedelta(minutes=50))
    found = ask("pipeline.time_in_stage", cast.rita)
    assert minutes(cast.rita) == {"Qualify": 30, "Discover": 20}
    assert (found["n"], found["left_out"]["count"]) == (2, 1)
    assert ask("pipeline.time_in_stage", cast.sam)["n"] == 0
    Deal.objects.update(started_date=None)
    unknown = ask("pipeline.time_in_stage", cast.rita)
    assert (unknown["n"], unknown["left_out"]["count"]) == (0, 2)


def test_a_change_within_a_stage_ends_no_visit(process, cast):
    rita = closed_after(cast.rita, [("Qualify", 1000), ("Qualify", 440), ("Discover", 60)])
    closed_after(cast.nora, [("Qualify", 2880)])
    groups = ask("pipeline.time_in_stage", cast.max, by="stage")["groups"]
    qualify = next(group["measures"] for group in groups if group["label"] == "Qualify")
    assert (qualify["mean"]["said"], qualify["median"]["said"], qualify["mean"]["n"]) == ("1.5 days", "1.5 days", 2)
    began = DealVersion.objects.filter(deal=rita).earliest("valid_from").valid_from
    during = ask("pipeline.time_in_stage", cast.rita, as_of=(began + timedelta(minutes=1100)).isoformat())
    assert (during["n"], during["left_out"]["count"]) == (0, 1)


def plain(visits: list[tuple[str, int]], at: int) -> dict[str, int]:
    """Minutes in each stage that were over before minute `at`, counted visit by visit."""
    merged: list[list] = []
    for name, lasted in visits:
        if merged and merged[-1][0] == name:
            merged[-1][1] += lasted
        else:
            merged.append([name, lasted])
    found: dict[str, int] = {}
    left = 0
    for name, lasted in merged:
        left += lasted
        if left < at:
            found[name] = found.get(name, 0) + lasted
    return found


@pytest.mark.parametrize("seed", [3, 33])
def test_at_any_instant_it_is_what_had_happened_by_then(seed, process, cast):
    """One deal, any order of stages: against visits added up one after another."""
    chance = random.Random(seed)
    visits = [(chance.choice(["Qualify", "Discover", "Prove"]), chance.randint(1, 60)) for _ in range(12)]
    closed_after(cast.rita, visits)
    figure = figure_for("pipeline.time_in_stage", cast.rita)
    ends = list(accumulate(lasted for _, lasted in visits))
    for at in sorted({minute for end in ends for minute in (end, end + 1)}):
        scope = Scope(user=cast.rita, at=AT, as_of=BEGAN + at * MINUTE, by="stage")
        groups = answer(figure, scope).groups
        said = {group.label: round(group.results[0].estimate.value * 1440) for group in groups}
        assert said == plain(visits, at), f"after {at} minutes of {visits}"
