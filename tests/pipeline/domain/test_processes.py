from decimal import Decimal

import pytest

from pipeline.choices import StageKind
from pipeline.domain.processes import StageFacts, publish_process
from pipeline.models import CloseReason, Process
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import STAGES
from tests.refusals import assert_refused


def test_publish_process_writes_its_stages_in_order(cast, at):
    version = publish_process(name="Renewals", stages=STAGES, by=cast.olga, at=at)
    assert (version.number, version.published_at) == (1, at)
    rows = list(version.stages.values_list("position", "name", "kind", "default_probability", "normal_days"))
    assert rows[0] == (1, "Qualify", "OPEN", Decimal("0.1"), 9)
    assert rows[5] == (6, "Lost", "LOST", Decimal(0), None)
    process = Process.objects.get()
    payload = {"version": 1, "stages": 6}
    assert last_event() == ("process.published", "pipeline.process", process.pk, cast.olga.pk, payload)


@pytest.mark.parametrize(
    "kinds", [("OPEN", "WON"), ("OPEN", "LOST"), ("WON", "LOST"), ("OPEN", "WON", "WON", "LOST"), ()]
)
def test_publish_process_needs_open_won_and_lost(cast, at, kinds):
    stages = [StageFacts(f"Stage {place}", StageKind(kind)) for place, kind in enumerate(kinds)]
    with assert_refused("refused", "stages"):
        publish_process(name="Renewals", stages=stages, by=cast.olga, at=at)


def test_publish_process_refusals(process, cast, at):
    with assert_refused("pipeline_process_name_key", "stages"):
        publish_process(name="Enterprise sales process", stages=STAGES, by=cast.olga, at=at)
    with assert_refused("a_stage_name_is_taken_once", "stages"):
        publish_process(name="Renewals", stages=[STAGES[0], *STAGES], by=cast.olga, at=at)
    with assert_refused("a_stage_probability_is_between_0_and_1", "stages"):
        bad = [StageFacts("Odd", default_probability=Decimal("1.5")), *STAGES[4:]]
        publish_process(name="Renewals", stages=bad, by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        publish_process(name="Renewals", stages=STAGES, by=cast.max, at=at)


def test_first_process_brings_reasons_to_close_deals_by(cast, at):
    publish_process(name="Renewals", stages=STAGES, by=cast.olga, at=at)
    kinds = CloseReason.objects.values_list("kind", flat=True)
    assert (list(kinds).count("WON"), list(kinds).count("LOST")) == (4, 6)
    assert CloseReason.objects.filter(code="no-decision", kind="LOST", name="No decision", is_active=True).exists()


def test_process_leaves_reasons_that_are_there_alone(process, cast, at):
    publish_process(name="Renewals", stages=STAGES, by=cast.olga, at=at)
    assert set(CloseReason.objects.values_list("code", flat=True)) == {"value", "price"}
