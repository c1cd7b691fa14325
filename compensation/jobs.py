"""The job that calculates a run."""

from typing import Any

from django.db import transaction

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler

CHUNK = 5


@job_handler("compensation.calculate_run", title="Calculate a quarter")
def calculate_run(job: RunningJob) -> dict[str, Any]:
    """A few people at a time; who is left is told from the rows, so whoever takes over goes on from there."""
    from compensation.domain.calculation import (
        calculate_people,
        close_calculation,
        locked_draft,
        people_left,
        people_of,
    )

    run_id, calculation = job.params["run_id"], job.params["calculation"]
    while True:
        with transaction.atomic():
            run = locked_draft(run_id, calculation)
            people = list(people_left(run)[:CHUNK])
            if not people:
                break
            calculate_people(run=run, people=people, at=job.at)
            total = people_of(run).count()
            job.step(done=total - people_left(run).count(), total=total, note=str(run))
    with transaction.atomic():
        run = close_calculation(run_id=run_id, calculation=calculation, by=job.by, at=job.at)
        result = {"statements": run.statements.count(), "unpaid": run.unpaid.count()}
        job.finish(result)
    return result
