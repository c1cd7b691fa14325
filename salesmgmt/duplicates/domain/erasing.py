"""Forgets what merges keep of somebody."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q

from salesmgmt.duplicates.models import DuplicatePair, MergeRecord


@transaction.atomic
def erase_from_merges(subject: models.Model) -> int:
    """Empties the rows that merges into or of the subject keep, and forgets its pairs; how many merges.

    Such a merge cannot be taken apart any more. Belongs in the transaction that erases the subject.
    """
    kind, pk = subject._meta.label_lower, subject.pk
    DuplicatePair.objects.filter(Q(low_id=pk) | Q(high_id=pk), kind=kind).delete()
    nothing: dict[str, Any] = {}
    records = MergeRecord.objects.filter(Q(kept_id=pk) | Q(gone_id=pk), kind=kind)
    return records.update(gone_row=nothing, kept_before=nothing, kept_after=nothing)
