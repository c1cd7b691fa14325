"""What can be taken back of imports: all that one has landed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.keeping import WINDOW
from salesmgmt.web.undoing import Back, seen, undoable


@undoable("imports.import", title="Importing", window=WINDOW)
def take_import_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from salesmgmt.imports.domain import undoing
    from salesmgmt.imports.models import ImportBatch

    batch = undoing.undo_import(batch=seen(ImportBatch.objects.visible_to(by), params["batch_id"]), by=by, at=at)
    return Back(f"What {batch} has landed is being taken back; its page says when all is as it was")
