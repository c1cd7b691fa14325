"""Merges can be taken apart for a quarter: longer than anybody needs to notice, and not for ever, for the rows they
keep hold what is known of people."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.web.undoing import Back, seen, undoable


@undoable("duplicates.merge", title="Merging two records", window=timedelta(days=90))
def take_merge_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from salesmgmt.duplicates.domain.unmerging import unmerge
    from salesmgmt.duplicates.models import MergeRecord

    record = unmerge(record=seen(MergeRecord.objects.visible_to(by), params["merge_id"]), by=by, at=at)
    return Back(f"{record.gone_name} is a record of its own again")
