"""The long work of lists: acts on many rows, and large exports."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("web.bulk_act", lease_seconds=120, title="Act on many rows")
def bulk_act(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.web.domain.bulk_acts import run_job

    return run_job(job)


@job_handler("web.export", lease_seconds=300, title="Export")
def export(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.web.domain.exports import run_job

    return run_job(job)
