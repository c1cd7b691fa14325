"""The job that looks at every proof."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("figures.prove", lease_seconds=900, title="Nightly proof")
def prove(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.figures.domain.proving import prove_as_job

    run = prove_as_job(job)
    checks = list(run.checks.all())
    return {"run_id": run.pk, "checks": len(checks), "broken": [check.name for check in checks if not check.holds]}
