"""Rows whose subject somebody has changed here since it was imported: what was done here counts."""

from typing import Any

from django.db.models import Max

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.refusing import refuse_rows
from salesmgmt.imports.models import ImportedRow
from salesmgmt.imports.queries.staged import staged_in
from salesmgmt.imports.registry import Chunk


def refuse_changed_here(chunk: Chunk, model: Any, field: str, *, lock: bool = False) -> None:
    """Refuses changed rows of a versioned model at a higher version than the import left; `lock` keeps them so."""
    numbers = dict(staged_in(chunk).filter(verdict=Verdict.CHANGED).values_list("key", "row_no"))
    brought = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file)
    known = dict(brought.filter(external_id__in=numbers).values_list("external_id", "subject_id"))
    left_at = brought.filter(subject_id__in=known.values()).values_list("subject_id").annotate(Max("subject_version"))
    here = model.objects.filter(pk__in=known.values()).order_by("pk")
    if lock:
        here = here.select_for_update(of=("self",))
    last, versions = dict(left_at.order_by()), dict(here.values_list("pk", "version"))
    problems = {
        numbers[key]: Problem(
            field,
            key,
            f"“{key}” was changed here after it was imported, so the file no longer decides about it",
            "make this change on its page",
        )
        for key, pk in known.items()
        if pk in versions and versions[pk] != last[pk]
    }
    refuse_rows(chunk, problems)
