"""How the process is followed, in figures: the worked tables of docs/algorithms/process.md, and who sees which."""

from datetime import UTC, date, datetime

import pytest

from pipeline.domain.drafts import StepFacts
from pipeline.models import StageExit, Task
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.process_rows import deal_in, strict_process
from tests.pipeline_rows import make_deal, stage

EXITS, RATES, TASKS = tables("process.md")


def ask(name, user, at=datetime(2026, 7, 1, 12, tzinfo=UTC), **params):
    figure = figure_for(name, user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=at)))


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00+00:00")


@pytest.fixture
def exits(process, cast):
    for row in EXITS:
        deal = make_deal(cast.sam if row["deal"] == "Cara" else cast.rita, f"{row['deal']} {row['left']}")
        StageExit.objects.create(
            deal=deal,
            stage=stage(row["left"]),
            deal_version=2,
            owner=deal.owner,
            by=deal.owner,
            at=noon(row["on"]),
            unmet=[1] if row["override"] else [],
            reason=row["override"],
            undone_by=deal.owner if row["undone"] else None,
            undone_at=noon(row["on"]) if row["undone"] else None,
        )


def test_the_worked_table_of_overrides(exits, cast):
    for row in RATES:
        params = {name: row[name] for name in ("from", "to") if row[name]}
        found = ask("pipeline.override_rate", cast.olga, **params)["measures"]["rate"]
        assert (found["n"], found["said"]) == (int(row["exits"]), row["rate"])
        assert round(found["value"] * found["n"]) == int(row["overrides"])


def test_overrides_by_stage_and_by_whom_one_may_see(exits, cast):
    groups = ask("pipeline.override_rate", cast.olga, by="stage")["groups"]
    assert {each["label"]: each["measures"]["rate"]["n"] for each in groups} == {"Qualify": 3, "Discover": 1}
    assert ask("pipeline.override_rate", cast.max)["measures"]["rate"]["n"] == 3
    assert ask("pipeline.override_rate", cast.mona)["measures"]["rate"]["n"] == 1


def test_the_worked_table_of_the_playbook(process, cast, at):
    steps = [StepFacts(row["task"]) for row in TASKS]
    deal = deal_in(strict_process(cast.olga, Qualify=steps), cast.rita)
    for row in TASKS:
        Task.objects.filter(deal=deal, step__title=row["task"]).update(
            due_date=date.fromisoformat(row["due"]),
            state=row["as"],
            closed_at=noon(row["closed"]) if row["closed"] else None,
        )
    found = ask("pipeline.playbook_adherence", cast.rita, at=noon("2026-03-10"), by="step")
    counted = {each["label"]: each["measures"]["rate"]["value"] == 1 for each in found["groups"]}
    assert counted == {row["task"]: row["on time"] == "yes" for row in TASKS if row["counts"]}
    assert (found["measures"]["rate"]["said"], found["left_out"]["count"]) == ("33.3%", 1)
