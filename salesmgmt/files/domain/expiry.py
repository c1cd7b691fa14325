"""Removing files whose time is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from salesmgmt.files.models import StoredFile

REMOVED_AT_ONCE = 500


def remove_expired(*, at: datetime) -> int:
    """Remove files, row and bytes, whose `keep_until` has passed; returns how many.

    A file that an app's row still needs (its foreign key protects it) stays until that row is gone.
    """
    due = StoredFile.objects.filter(keep_until__lt=at).order_by("pk").values_list("pk", flat=True)
    return sum(_remove(file_id) for file_id in due[:REMOVED_AT_ONCE])


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
