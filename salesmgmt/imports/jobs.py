"""The job that does an import."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("imports.run", lease_seconds=60)
def run_import(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.imports.domain import merging

    return merging.run_import(job)
