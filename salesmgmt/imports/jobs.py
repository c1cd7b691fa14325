"""The jobs that do an import and take it back, and who sees them."""

from typing import Any

from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Job
from salesmgmt.events.registry import job_handler, job_visibility
from salesmgmt.imports.rules import kinds_for


def tell_of_import(job: Job) -> None:
    from salesmgmt.imports.domain import merging

    merging.tell_of(job)


@job_handler("imports.run", lease_seconds=60, title="Import", ended=tell_of_import)
def run_import(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.imports.domain import merging

    return merging.run_import(job)


@job_handler("imports.undo", lease_seconds=600, title="Undoing an import")
def undo_import(job: RunningJob) -> dict[str, Any]:
    from salesmgmt.imports.domain import undoing

    return undoing.run_undo(job)


@job_visibility
def to_whom_may_import(user: User) -> Q:
    """Whoever may import a kind sees how its imports go, and starts again one that stopped."""
    codes = [kind.code for kind in kinds_for(user)]
    return Q(import_batch__kind__in=codes) | Q(undone_import__kind__in=codes)
