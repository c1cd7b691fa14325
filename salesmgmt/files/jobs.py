"""The jobs that read the words of a document, and remove the bytes of what was erased."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("files.read_text", title="Read a document")
def read_text(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.files.domain import texts

    return {"state": texts.read_text(file_id=job.params["file_id"], at=job.at)}


@job_handler("files.remove_bytes", max_attempts=20, title="Remove the bytes of erased files")
def remove_bytes(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.files.domain.erasing import remove_bytes as remove

    return remove(names=job.params["names"])
