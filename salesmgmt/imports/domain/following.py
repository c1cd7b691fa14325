"""Stays with an import until it has ended, doing it in this very process unless a worker was quicker."""

import time
from datetime import datetime

from salesmgmt.common.problems import Refused
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.imports.models import ImportBatch

PAUSE_SECONDS = 0.2


class ImportFailed(Refused):
    """The job ended without landing everything; its sentence says why."""

    code = "import_failed"


def follow(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    """Returns the batch when its last row has landed. Raises ImportFailed."""
    assert batch.job is not None, "start_import gives a batch its job"
    _end(batch.job, at=at, otherwise=f"{batch} was cancelled; what had landed stays. Start it again.")
    batch.refresh_from_db()
    return batch


def follow_undo(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    """Returns the batch when all that it had landed is taken back. Raises ImportFailed."""
    assert batch.undo_job is not None, "undo_import gives a batch its job"
    _end(batch.undo_job, at=at, otherwise=f"Undoing {batch} was cancelled; nothing of it was taken back.")
    batch.refresh_from_db()
    return batch


def _end(job: Job, *, at: datetime, otherwise: str) -> None:
    while not job.is_over:
        if not run(job_id=job.pk, at=at):
            time.sleep(PAUSE_SECONDS)
        job.refresh_from_db()
    if job.state != JobState.DONE:
        raise ImportFailed(job.error or otherwise)
