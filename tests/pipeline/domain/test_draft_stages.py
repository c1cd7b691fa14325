"""The stages of a draft change; those of a published version stay as they are."""

from decimal import Decimal

import pytest

from pipeline.choices import ForecastCategory, StageKind
from pipeline.domain.draft_actions import ActionFacts, add_action
from pipeline.domain.draft_stages import add_stage, edit_stage, place_stage, remove_stage
from pipeline.domain.drafts import StepFacts, add_step, draft_version
from pipeline.domain.processes import StageFacts
from pipeline.models import ProcessVersion, Stage, StageAction
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import make_deal, stage
from tests.refusals import assert_refused


@pytest.fixture
def draft(process, olga, at) -> ProcessVersion:
    return draft_version(process=process.process, by=olga, at=at)


def test_edit_stage_changes_what_is_normal_in_it(draft, olga, at):
    facts = StageFacts(
        "Prove it", default_probability=Decimal("0.5"), normal_days=30, forecast_category=ForecastCategory.COMMIT
    )
    prove = draft.stages.get(name="Prove")
    edit_stage(stage=prove, facts=facts, by=olga, at=at)
    row = Stage.objects.get(pk=prove.pk)
    assert (row.name, row.default_probability, row.normal_days) == ("Prove it", Decimal("0.5"), 30)
    assert (row.forecast_category, row.position) == ("COMMIT", 3)
    assert last_event() == ("stage.edited", "pipeline.stage", prove.pk, olga.pk, {"process_version_id": draft.pk})


def test_edit_stage_refusals(draft, cast, at):
    prove = draft.stages.get(name="Prove")
    with assert_refused("refused", "kind", says="Prove stays open"):
        edit_stage(stage=prove, facts=StageFacts("Prove", StageKind.WON), by=cast.olga, at=at)
    with assert_refused("a_stage_name_is_taken_once", "name"):
        edit_stage(stage=prove, facts=StageFacts("Discover"), by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        edit_stage(stage=prove, facts=StageFacts("Proof"), by=cast.max, at=at)
    won = draft.stages.get(name="Won")
    with assert_refused("closing", says="change its name only"):
        edit_stage(stage=won, facts=StageFacts("Won", StageKind.WON, Decimal("0.5"), "CLOSED"), by=cast.olga, at=at)


def test_a_published_stage_stays_as_it_is(process, olga, at):
    with assert_refused("published"):
        edit_stage(stage=stage("Prove"), facts=StageFacts("Proof"), by=olga, at=at)
    with assert_refused("published"):
        add_stage(version=process, facts=StageFacts("Negotiate"), after=None, by=olga, at=at)


def test_add_stage_inserts_it_after_another(draft, olga, at):
    propose = draft.stages.get(name="Propose")
    new = add_stage(version=draft, facts=StageFacts("Negotiate"), after=propose, by=olga, at=at)
    add_stage(version=draft, facts=StageFacts("Lead"), after=None, by=olga, at=at)
    names = list(draft.stages.order_by("position").values_list("name", flat=True))
    assert names == ["Lead", "Qualify", "Discover", "Prove", "Propose", "Negotiate", "Won", "Lost"]
    assert Stage.objects.get(pk=new.pk).position == 6
    assert last_event()[0] == "stage.added"


def test_add_stage_refusals(draft, cast, at):
    won = draft.stages.get(name="Won")
    with assert_refused("refused", "after"):
        add_stage(version=draft, facts=StageFacts("Late"), after=won, by=cast.olga, at=at)
    with assert_refused("refused", "after"):
        add_stage(version=draft, facts=StageFacts("Won 2", StageKind.WON), after=None, by=cast.olga, at=at)
    with assert_refused("a_stage_name_is_taken_once", "name"):
        add_stage(version=draft, facts=StageFacts("Prove"), after=None, by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        add_stage(version=draft, facts=StageFacts("New"), after=None, by=cast.max, at=at)


def names(version: ProcessVersion) -> list[str]:
    rows = list(version.stages.order_by("position").values_list("position", "name"))
    assert [position for position, _ in rows] == list(range(1, len(rows) + 1))
    return [name for _, name in rows]


def test_place_stage_puts_it_behind_another_or_first(draft, olga, at):
    called = {each.name: each for each in draft.stages.all()}
    place_stage(stage=called["Qualify"], after=called["Prove"], by=olga, at=at)
    assert names(draft) == ["Discover", "Prove", "Qualify", "Propose", "Won", "Lost"]
    place_stage(stage=called["Propose"], after=None, by=olga, at=at)
    assert names(draft) == ["Propose", "Discover", "Prove", "Qualify", "Won", "Lost"]
    assert last_event()[0::4] == ("stage.placed", {"process_version_id": draft.pk, "position": 1})


def test_no_cycle_can_be_made_of_the_stages_of_a_process(draft, process, cast, at):
    """Whatever is placed behind whatever, the open stages remain a row from the first to the last, then come the
    closing ones: each has one place, and the next is the one behind it."""
    opened = list(draft.stages.filter(kind=StageKind.OPEN))
    for moved in opened:
        with assert_refused("cycle", "after", says="cannot stand behind itself"):
            place_stage(stage=moved, after=moved, by=cast.olga, at=at)
        for after in (each for each in opened if each != moved):
            place_stage(stage=moved, after=after, by=cast.olga, at=at)
            row = names(draft)
            assert row.index(moved.name) == row.index(after.name) + 1
            assert (len(set(row)), row[-2:]) == (6, ["Won", "Lost"])
    for after in (draft.stages.get(name="Won"), process.stages.get(name="Qualify")):
        with assert_refused("order", "after", says="is no open stage of"):
            place_stage(stage=opened[0], after=after, by=cast.olga, at=at)
    with assert_refused("closing", "stage"):
        place_stage(stage=draft.stages.get(name="Won"), after=None, by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        place_stage(stage=opened[0], after=None, by=cast.max, at=at)
    with assert_refused("published"):
        place_stage(stage=process.stages.get(name="Prove"), after=None, by=cast.olga, at=at)


def test_remove_stage_takes_what_it_asks_for_along(draft, olga, at):
    prove, qualify = draft.stages.get(name="Prove"), draft.stages.get(name="Qualify")
    step = add_step(stage=prove, facts=StepFacts("Call"), by=olga, at=at)
    add_action(stage=qualify, facts=ActionFacts("LEAVE", "TASK", step=step), by=olga, at=at)
    remove_stage(stage=prove, by=olga, at=at)
    assert names(draft) == ["Qualify", "Discover", "Propose", "Won", "Lost"]
    assert not StageAction.objects.exists()
    payload = {"process_version_id": draft.pk, "stage_id": prove.pk}
    assert last_event() == ("stage.removed", "pipeline.process", draft.process_id, olga.pk, payload)


def test_a_stage_with_deals_in_it_is_not_removed(process, cast, at):
    make_deal(cast.rita)
    qualify = stage("Qualify")
    with assert_refused("stage_has_deals", says="1 deal stands in Qualify of Enterprise sales process, version 1"):
        remove_stage(stage=qualify, by=cast.olga, at=at)
    make_deal(cast.rita, "Orbit Foods")
    with assert_refused("stage_has_deals", says="2 deals stand in Qualify"):
        remove_stage(stage=qualify, by=cast.olga, at=at)
    with assert_refused("stage_has_deals", says="draft the next version without that stage, publish it, and take"):
        remove_stage(stage=qualify, by=cast.olga, at=at)
    with assert_refused("published"):
        remove_stage(stage=stage("Prove"), by=cast.olga, at=at)


def test_remove_stage_refusals(draft, cast, at):
    with assert_refused("not_allowed"):
        remove_stage(stage=draft.stages.get(name="Prove"), by=cast.max, at=at)
    with assert_refused("closing", "stage"):
        remove_stage(stage=draft.stages.get(name="Lost"), by=cast.olga, at=at)
    for name in ("Qualify", "Discover", "Prove"):
        remove_stage(stage=draft.stages.get(name=name), by=cast.olga, at=at)
    with assert_refused("last_stage", says="Propose is the only open stage"):
        remove_stage(stage=draft.stages.get(name="Propose"), by=cast.olga, at=at)
