"""The jobs of the pipeline: scoring leads, opening renewals, counting odds, and what stages do by themselves."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("pipeline.score_leads", lease_seconds=300, title="Scoring leads")
def score_leads(job: RunningJob) -> dict[str, Any]:
    from django.db import transaction

    from pipeline.domain.scoring import run_scoring

    with transaction.atomic():
        run = run_scoring(at=job.at)
        job.step(done=1, total=1)
    return {"run_id": run.pk, "decided": run.decided, "scored": run.scored}


@job_handler("pipeline.count_odds", lease_seconds=300, title="Counting what became of deals by stage")
def count_odds(job: RunningJob) -> dict[str, Any]:
    from django.db import transaction

    from pipeline.domain.stage_odds import count_odds

    changed = count_odds(at=job.at)
    with transaction.atomic():
        job.step(done=1, total=1)
    return {"changed": changed}


@job_handler("pipeline.open_renewals", lease_seconds=300, title="Opening renewals")
def open_renewals(job: RunningJob) -> dict[str, Any]:
    """Chunk by chunk, each with its progress; one that was opened is found no more."""
    from django.db import transaction

    from pipeline.domain.renewals import open_due_renewals

    opened, after = job.cursor.get("opened", 0), job.cursor.get("after", 0)
    while after is not None:
        with transaction.atomic():
            more, after = open_due_renewals(at=job.at, after=after)
            opened += more
            job.step(done=opened, cursor={"opened": opened, "after": after})
    return {"opened": opened}


@job_handler("pipeline.stage_action", title="What a stage does by itself")
def act_for_stage(job: RunningJob) -> dict[str, Any]:
    from django.db import transaction

    from pipeline.domain.action_effects import perform
    from pipeline.models import DealAction

    named = DealAction.objects.select_related("action__person", "action__step", "action__webhook", "job__requested_by")
    run = named.get(job=job.id)
    with transaction.atomic():
        result = {"did": perform(run=run, by=run.job.requested_by, at=job.at)}
        job.finish(result)
    return result
