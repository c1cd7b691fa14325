"""The job that reads the words of a document."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("files.read_text", title="Read a document")
def read_text(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.files.domain import texts

    return {"state": texts.read_text(file_id=job.params["file_id"], at=job.at)}
