"""The stages of a draft change; those of a published version stay as they are."""

from decimal import Decimal

import pytest

from pipeline.choices import ForecastCategory, StageKind
from pipeline.domain.draft_stages import add_stage, edit_stage
from pipeline.domain.drafts import draft_version
from pipeline.domain.processes import StageFacts
from pipeline.models import ProcessVersion, Stage
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import stage
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
