"""Takes a merge back by the offer that was made with it, so that it happens once and within its window."""

from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.duplicates.domain.merging import UNDO
from salesmgmt.duplicates.models import MergeRecord
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from salesmgmt.web.undoing import Back


@transaction.atomic
def take_apart(*, record: MergeRecord, by: User, at: datetime) -> Back:
    """Whoever may merge the kept row may take the merge apart. Raises Refused as `unmerge` does."""
    offers = Undo.objects.filter(verb=UNDO, subject_kind=record.kind, subject_id=record.kept_id)
    offer = offers.filter(params__merge_id=record.pk).first()
    if offer is None:
        raise Refused(
            "A merge can be taken apart for 90 days, and these are over; enter the other one anew.", code="too_late"
        )
    return take_back(undo=offer, by=by, at=at)
