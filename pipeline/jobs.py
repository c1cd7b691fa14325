"""The job that scores leads."""

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
