"""Where a row went."""

from salesmgmt.duplicates.models import MergeRecord


def merged_into(kind: str, pk: int) -> int | None:
    """The row that a row which is gone went into, at the end of the chain; None for one that was never merged."""
    found = None
    while record := MergeRecord.objects.standing().filter(kind=kind, gone_id=pk).first():
        found = pk = record.kept_id
    return found
