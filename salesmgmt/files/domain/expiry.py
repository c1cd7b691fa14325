"""Removing files whose time is over, and bytes that no row names."""

from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import ProtectedError

from salesmgmt.files.models import StoredFile
from salesmgmt.files.models.stored_file import STORED_UNDER

REMOVED_AT_ONCE = 500
ORPHAN_AGE = timedelta(days=1)


def remove_expired(*, at: datetime) -> int:
    """Remove files, row and bytes, whose `keep_until` has passed, up to REMOVED_AT_ONCE; returns how many.

    A file that an app's row still needs (its foreign key protects it) stays until that row is gone, and is in nobody's
    way meanwhile.
    """
    due = StoredFile.objects.filter(keep_until__lt=at).order_by("pk").values_list("pk", flat=True)
    removed = (file_id for file_id in due if _remove(file_id))
    return len(list(islice(removed, REMOVED_AT_ONCE)))


def _remove(file_id: int) -> bool:
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update(skip_locked=True).filter(pk=file_id).first()
        if stored is None:
            return False
        try:
            with transaction.atomic():
                stored.delete()
        except ProtectedError:
            return False
        content = stored.content
        transaction.on_commit(lambda: content.storage.delete(content.name), robust=True)
    return True


def remove_orphans(*, at: datetime) -> int:
    """Remove bytes whose row was rolled back after `store` had kept them; returns how many.

    Younger ones than a day are left alone: their transaction may still be open.
    """
    storage = StoredFile._meta.get_field("content").storage
    removed = 0
    for folder in storage.listdir(STORED_UNDER)[0] if storage.exists(STORED_UNDER) else ():
        path = f"{STORED_UNDER}/{folder}/"
        named = set(StoredFile.objects.filter(content__startswith=path).values_list("content", flat=True))
        for name in (path + file for file in storage.listdir(path)[1]):
            if name not in named and storage.get_modified_time(name) < at - ORPHAN_AGE:
                storage.delete(name)
                removed += 1
    return removed
