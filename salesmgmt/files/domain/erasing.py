"""Removes files at once, whoever links them: rows and words with the caller's transaction, bytes by a job after it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.storage import Storage

from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.models import Job
from salesmgmt.files.models import StoredFile

KIND = "files.remove_bytes"


def remove_files(file_ids: Iterable[int], *, key: str, at: datetime) -> Job | None:
    """The rows of the files, with the words read out of them, and a job that removes their bytes; None for no file.

    Each row has bytes of its own: the same content handed in for somebody else stays. `key` is what this is done for,
    once. Rows that protect a file have to be gone.
    """
    files = StoredFile.objects.filter(pk__in=list(file_ids))
    names = sorted(files.values_list("content", flat=True))
    if not names:
        return None
    files.delete()
    return enqueue(kind=KIND, effect_key=f"{KIND}:{key}", params={"names": names}, by=None, at=at)


def remove_bytes(*, names: Iterable[str]) -> dict[str, Any]:
    """Removes what no row names any more; twice is once. What the storage refuses is raised: the job tries again, and
    when it gives up it stands among the failed ones."""
    storage: Storage = StoredFile._meta.get_field("content").storage
    removed = 0
    for name in names:
        if storage.exists(name) and not StoredFile.objects.filter(content=name).exists():
            storage.delete(name)
            removed += 1
    return {"removed": removed}
