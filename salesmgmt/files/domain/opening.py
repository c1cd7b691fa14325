"""Opening a file: by the rule of the row that links it, written down where looking is somebody's business."""

from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append
from salesmgmt.files.linking import links
from salesmgmt.files.models import StoredFile


@transaction.atomic
def note_opening(*, stored: StoredFile, by: User, at: datetime) -> None:
    """Appends that somebody opened a file, about each row that links it and asks for it."""
    for link in links():
        if link.opened:
            for row in link.visible(by).filter(**{link.field: stored}):
                append(kind=link.opened, subject=row, by=by, at=at, payload={"file_id": stored.pk})
