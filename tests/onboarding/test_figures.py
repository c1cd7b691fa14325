"""Onboarding's figures: the worked tables of docs/algorithms/{journeys,ramp}.md, who sees what, and their groups."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from onboarding.domain.items import tick
from onboarding.domain.journeys import stop_journey
from onboarding.domain.plans import ItemFacts
from onboarding.domain.ramp import define
from onboarding.models import Journey, PlanVersion
from onboarding.queries.working_days import week_of
from pipeline.domain.activities import log_activity
from pipeline.domain.closing import win_deal
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.consumption import drain
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for, figures_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.people.domain.members import end_membership
from tests.cast import AT, Cast
from tests.onboarding.rows import item_of, make_office, make_plan, make_profile, start
from tests.pipeline_rows import make_deal, make_process, won_for
from tests.salesmgmt.figures.adding_up import assert_rows_add_up

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"
ITEMS, JOURNEYS, RAMP = "onboarding.items_on_time", "onboarding.journeys_on_time", "onboarding.ramp_time"
SHORT = (
    ItemFacts(title="Set up", working_day=1),
    ItemFacts(title="Listen", working_day=3),
    ItemFacts(title="Call", working_day=5),
)


def tables(page: str) -> list[list[dict[str, str]]]:
    """The page's tables, each as a list of rows by heading."""
    found: list[list[dict[str, str]]] = []
    heading: list[str] | None = None
    for line in (PAGES / page).read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else None
        if cells is None:
            heading = None
        elif heading is None:
            heading = cells
            found.append([])
        elif not set(line) <= set("|-: "):
            found[-1].append(dict(zip(heading, cells, strict=True)))
    return found


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(11), tzinfo=UTC)


def person(cast: Cast, name: str) -> User:
    return cast.stranger if name == "Stan" else getattr(cast, name.lower())


def ask(user: User, name: str, *, at: datetime = AT + timedelta(days=400), **params: str) -> dict[str, Any]:
    figure = figure_for(name, user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=at)))


@pytest.fixture
def short_plan(cast: Cast) -> PlanVersion:
    make_process()
    return make_plan(make_profile(by=cast.olga), *SHORT, by=cast.olga)


def begin(cast: Cast, name: str, plan: PlanVersion, day: str = "2026-03-02") -> Journey:
    who = person(cast, name)
    return start(who, date.fromisoformat(day), by=cast.olga, role_profile=plan.plan.role_profile)


@pytest.fixture
def punctual(cast: Cast, short_plan: PlanVersion) -> dict[str, Journey]:
    """The journeys of journeys.md, each item ticked at noon of its day."""
    _, items, _ = tables("journeys.md")
    found = {name: begin(cast, name, short_plan) for name in dict.fromkeys(row["new hire"] for row in items)}
    for row in items:
        item = item_of(found[row["new hire"]], row["item"])
        assert item.due_date.isoformat() == row["due"]
        if row["done"]:
            tick(item=item, by=cast.olga, at=noon(row["done"]))
    stop_journey(journey=found["Ivan"], reason="Left", by=cast.olga, at=noon("2026-03-04"))
    return found


@pytest.mark.django_db
def test_due_days(cast: Cast) -> None:
    due_days, _, _ = tables("journeys.md")
    week = week_of(make_office(cast.olga, holidays=(date(2026, 3, 3),)))
    for row in due_days:
        due = week.due_date(date.fromisoformat(row["start"]), int(row["working day"]))
        assert due.isoformat() == row["due"], row


def test_on_time(cast: Cast, punctual: dict[str, Journey]) -> None:
    _, _, rates = tables("journeys.md")
    for row in rates:
        found = ask(cast.olga, ITEMS if row["of"] == "items" else JOURNEYS, as_of=row["at the end of"])
        ends = [f"{found['interval'][end]:.1%}" for end in ("low", "high")]
        assert [found["said"], *ends] == [row["rate"], row["low"], row["high"]], row
        assert found["n"] == int(row["n"])
        left_out = found["left_out"]["count"] if found["left_out"] else 0
        assert left_out == int(row["left out"])


@pytest.fixture
def ramping(cast: Cast, short_plan: PlanVersion) -> dict[str, Journey]:
    """The journeys of ramp.md."""
    people, _, _ = tables("ramp.md")
    found = {row["new hire"]: begin(cast, row["new hire"], short_plan, row["start"]) for row in people}
    for row in people:
        who = person(cast, row["new hire"])
        if row["first deal won"]:
            at = noon(row["first deal won"])
            win_deal(deal=make_deal(who, row["new hire"], at=at), reason=won_for(), by=who, at=at)
        if row["stopped"]:
            stop_journey(journey=found[row["new hire"]], reason="Left", by=cast.olga, at=noon(row["stopped"]))
        if row["last day"]:
            day_after = date.fromisoformat(row["last day"]) + timedelta(days=1)
            end_membership(user=who, last_day_after=day_after, by=cast.olga, at=AT)
    while drain("onboarding.milestones", at=AT, own=True):
        pass
    return found


def test_ramp_time(cast: Cast, ramping: dict[str, Journey]) -> None:
    people, steps, [result] = tables("ramp.md")
    found = ask(cast.olga, RAMP, as_of="2026-06-30")
    names = {"days": "day", "at_risk": "at risk", "events": "events", "survival": "not ramped"}
    assert [{names[key]: value for key, value in step.items() if key in names} for step in found["curve"]] == [
        {key: float(row[key]) for key in names.values()} for row in steps
    ]
    assert [[f"{step['low']:.3f}", str(step["high"])] for step in found["curve"]] == [
        [row["low"], row["high"]] for row in steps
    ]
    assert (found["said"], found["n"]) == (result["half ramped by"], int(result["n"]))
    assert found["followed"] == {
        "events": int(result["ramped"]),
        "censored": int(result["not yet"]),
        "longest_days": max(int(row["days"]) for row in people if row["days"]),
    }
    ends = ["not reached" if found["interval"][end] is None else str(found["interval"][end]) for end in ("low", "high")]
    assert ends == [result["low"], result["high"]]
    assert found["left_out"]["count"] == int(result["left out"])
    assert (
        f"{fmean(int(row['days']) for row in people if row[''] == 'ramped'):.1f}" == result["mean of the ramped ones"]
    )


def test_ramp_time_takes_the_milestone_that_is_defined_at_the_start(cast: Cast, short_plan: PlanVersion) -> None:
    profile = short_plan.plan.role_profile
    define(role_profile=profile, milestone="FIRST_MEETING", from_date=date(2026, 3, 3), by=cast.olga, at=AT)
    deal, held = make_deal(cast.max), noon("2026-03-13")
    for name, day in (("Nora", "2026-03-02"), ("Rita", "2026-03-03")):
        begin(cast, name, short_plan, day)
        log_activity(deal=deal, kind="DEMO", happened_at=held, by=person(cast, name), at=held)
    drain("onboarding.milestones", at=AT, own=True)
    found = ask(cast.olga, RAMP, as_of="2026-03-31")
    assert [(step["days"], step["at_risk"], step["events"]) for step in found["curve"]] == [(10, 2, 1)]


def test_ramp_time_is_grouped(cast: Cast, ramping: dict[str, Journey]) -> None:
    managers = ask(cast.olga, RAMP, as_of="2026-06-30", by="manager")["groups"]
    assert {group["label"]: group["measures"]["time"]["n"] for group in managers} == {
        "Olga Ost": 3,
        "Max Adler": 2,
        "Mona Mai": 1,
    }
    for by, label in (("role_profile", "Enterprise AE"), ("plan_version", "The first week, version 1")):
        (group,) = ask(cast.olga, RAMP, as_of="2026-06-30", by=by)["groups"]
        assert (group["label"], group["measures"]["time"]["n"]) == (label, 6)


def test_items_are_grouped_by_who_does_them(cast: Cast, punctual: dict[str, Journey]) -> None:
    (group,) = ask(cast.olga, ITEMS, as_of="2026-03-09", by="relation")["groups"]
    found = group["measures"]["on_time"]
    assert (group["label"], found["n"], found["said"]) == ("New hire", 10, "50.0%")


def test_period_is_that_of_the_start_or_of_the_due_day(cast: Cast, punctual: dict[str, Journey]) -> None:
    begun = {"from": "2026-03-03", "as_of": "2026-03-09"}
    assert (ask(cast.olga, JOURNEYS, **begun)["n"], ask(cast.olga, RAMP, **begun)["n"]) == (0, 0)
    assert ask(cast.olga, ITEMS, **begun)["n"] == 6
    assert ask(cast.olga, ITEMS, to="2026-03-03", as_of="2026-03-09")["n"] == 4


def test_figures_are_over_journeys_that_one_sees(cast: Cast, punctual: dict[str, Journey]) -> None:
    asked = {"as_of": "2026-03-09"}
    assert {name: ask(getattr(cast, name), ITEMS, **asked)["n"] for name in ("olga", "max", "mona", "sam")} == {
        "olga": 10,
        "max": 6,
        "mona": 3,
        "sam": 3,
    }
    for name in ("stranger", "finn", "rosa", "carla"):
        ours = {figure.name for figure in figures_for(User.objects.get(pk=getattr(cast, name).pk))}
        assert ours.isdisjoint({ITEMS, JOURNEYS, RAMP}), name


@pytest.mark.parametrize("name", [ITEMS, JOURNEYS, RAMP])
def test_rows_add_up(cast: Cast, punctual: dict[str, Journey], name: str) -> None:
    for user in (cast.olga, cast.max, cast.sam):
        for params in ({}, {"as_of": "2026-03-05"}, {"from": "2026-03-03"}, {"by": "manager"}):
            assert_rows_add_up(figure_for(name, user), user, params)
