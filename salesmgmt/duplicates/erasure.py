"""What merges keep of somebody who is erased, and the pairs that they are one of."""

from django.db.models import Q, QuerySet

from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.events.erasing import Erased, blanking, deleting


def _pairs(of: Erased) -> QuerySet[DuplicatePair]:
    found = Q(pk__in=[])
    for kind, numbers in of.rows.items():
        found |= Q(kind=kind) & (Q(low_id__in=numbers) | Q(high_id__in=numbers))
    return DuplicatePair.objects.filter(found)


def _merges(of: Erased) -> QuerySet[MergeRecord]:
    found = Q(pk__in=[])
    for kind, numbers in of.rows.items():
        found |= Q(kind=kind) & (Q(kept_id__in=numbers) | Q(gone_id__in=numbers))
    return MergeRecord.objects.filter(found)


deleting("duplicates.pairs", "Pairs that look alike", _pairs, model=DuplicatePair)
blanking(
    "duplicates.merges",
    "Rows as they were before a merge",
    _merges,
    model=MergeRecord,
    to={"gone_row": {}, "kept_before": {}, "kept_after": {}, "joined": []},
)
