"""One event for each run of an import, whatever ends the run; nobody takes what it has landed meanwhile for final."""

from dataclasses import replace

import pytest

from pipeline.models import Deal
from salesmgmt.common.problems import Refused
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.jobs import retry
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event, Job
from salesmgmt.imports import registry
from salesmgmt.imports.domain.starting import start_import
from salesmgmt.imports.queries.untold import untold
from salesmgmt.imports.registry import kind_named
from tests.cast import AT
from tests.import_files import given
from tests.pipeline_rows import make_process
from tests.salesmgmt.figures.proving import broken

pytestmark = pytest.mark.django_db

ROWS = [
    ["Name", "Owner", "Stage", "Amount", "Close date"],
    ["First", "Rita Sandoval", "Won", "10", "2026-02-10"],
    ["Second", "Rita Sandoval", "Won", "20", "2026-01-10"],
    ["Third", "Rita Sandoval", "Won", "30", "2026-02-20"],
]


def told():
    return [(each.payload["created"], each.payload["close_from"], each.payload["close_to"]) for each in landed()]


def landed():
    return Event.objects.filter(kind="deals.imported").order_by("id")


def test_a_run_that_fails_half_way_tells_of_what_it_landed_and_the_next_one_of_the_rest(cast, monkeypatch):
    make_process()
    kind = kind_named("deals")
    (step,) = kind.steps
    meanwhile = []

    def fail_at_the_third(chunk):
        if chunk.after == 3:
            meanwhile.append((told(), [each.payload["created"] for each in untold({"deals.imported"})], broken()))
            raise Refused("Something is in the way; remove it.")
        step.merge(chunk)

    monkeypatch.setitem(registry._kinds, kind.code, replace(kind, steps=(replace(step, merge=fail_at_the_third),)))
    batch = start_import(kind=kind, files={"deals": given(ROWS)}, source="test", by=cast.olga, at=AT, chunk_rows=1)
    assert run(job_id=batch.job_id, at=AT)
    job = Job.objects.get(pk=batch.job_id)
    assert (job.state, job.error, Deal.objects.count()) == (
        JobState.FAILED,
        "Something is in the way; remove it.",
        2,
    )
    assert meanwhile == [([], [2], {})]
    assert (told(), untold({"deals.imported"})) == ([(2, "2026-01-10", "2026-02-11")], [])
    assert landed().get().payload["batch_id"] == batch.pk
    assert (landed().get().subject_id, landed().get().actor) == (batch.pk, cast.olga)

    monkeypatch.undo()
    retry(job=job, by=cast.olga, at=AT)
    assert run(job_id=batch.job_id, at=AT)
    assert told() == [(2, "2026-01-10", "2026-02-11"), (1, "2026-02-20", "2026-02-21")]
    batch.refresh_from_db()
    assert batch.counts == {"deals": {"new": 3, "changed": 0, "same": 0, "refused": 0}}
