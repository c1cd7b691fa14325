"""The job that looks at all rows of a kind."""

from typing import Any

from django.db import transaction

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("duplicates.scan", title="Look for duplicates", lease_seconds=600)
def scan(job: RunningJob) -> dict[str, Any]:
    """One set-based look, so that there is nothing to go on from: whoever takes over begins anew."""
    from salesmgmt.duplicates.domain.pairing import look_at_all
    from salesmgmt.duplicates.registry import mergeable_of

    with transaction.atomic():
        pairs = look_at_all(mergeable_of(job.params["kind"]), at=job.at)
        job.finish({"pairs": pairs})
    return {"pairs": pairs}
