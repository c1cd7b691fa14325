"""Bytes go by a job after the rows; what the storage refuses is tried again, and seen when it was given up."""

import io

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.files.domain import store
from salesmgmt.files.domain.erasing import remove_files
from salesmgmt.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(rita, at) -> tuple[StoredFile, StoredFile]:
    """The same bytes handed in twice."""
    one, other = (store(content=io.BytesIO(b"the same"), name="a.txt", by=rita, at=at, limit=100) for _ in range(2))
    return one, other


def stands(stored: StoredFile) -> bool:
    return stored.content.storage.exists(stored.content.name)


def test_rows_go_at_once_and_bytes_by_a_job_but_not_those_of_another_row(twins, at):
    one, other = twins
    job = remove_files([one.pk], key="cal", at=at)
    assert (list(StoredFile.objects.all()), stands(one)) == ([other], True)
    assert run(job_id=job.pk, at=at)
    assert (stands(one), stands(other), Job.objects.get().result) == (False, True, {"removed": 1})
    assert remove_files([one.pk], key="cal", at=at) is None


def test_nothing_is_removed_when_the_erasure_is_rolled_back(twins, at):
    with transaction.atomic():
        remove_files([twins[0].pk], key="cal", at=at)
        transaction.set_rollback(True)
    assert (StoredFile.objects.count(), Job.objects.count(), stands(twins[0])) == (2, 0, True)


def test_a_storage_that_refuses_is_asked_again_and_the_job_fails_in_sight(twins, at, monkeypatch):
    one, _ = twins
    job = remove_files([one.pk], key="cal", at=at)
    Job.objects.filter(pk=job.pk).update(attempts_allowed=2)
    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "delete", _refuse)
        run(job_id=job.pk, at=at)
        assert (Job.objects.get().state, stands(one)) == ("QUEUED", True)
        Job.objects.update(due_at=at)
        run(job_id=job.pk, at=at)
    failed = Job.objects.get()
    assert (failed.state, bool(failed.error), stands(one)) == ("FAILED", True, True)


def _refuse(storage: FileSystemStorage, name: str) -> None:
    raise PermissionError(name)
