"""Job handlers that tests run: in this process, and in workers that are killed."""

import time
from typing import Any

from django.db import transaction

from salesmgmt.events.domain import append
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Event, Job


def count_to_three(job: RunningJob) -> dict[str, Any]:
    """Three chunks, each with an effect; goes on where the last committed chunk ended."""
    for number in range(job.progress.get("done", 0) + 1, 4):
        write_chunk(job, number, total=3)
    return {"chunks": 3}


def count_slowly(job: RunningJob) -> dict[str, Any]:
    """As many chunks as asked for, each slow enough to be killed in the middle of it."""
    total = job.params["chunks"]
    for number in range(job.progress.get("done", 0) + 1, total + 1):
        write_chunk(job, number, total=total, pause=0.02)
        time.sleep(0.02)
    return {"chunks": total}


def write_chunk(job: RunningJob, number: int, *, total: int, pause: float = 0) -> None:
    with transaction.atomic():
        append(kind="chunk.written", subject=Job(pk=job.id), by=job.by, at=job.at, payload={"n": number})
        time.sleep(pause)
        job.step(done=number, total=total, note=f"Chunk {number} of {total}")


def chunks_written() -> list[int]:
    """The effects of both handlers, in the order in which they were written."""
    return list(Event.objects.filter(kind="chunk.written").order_by("id").values_list("payload__n", flat=True))
