"""Rows whose subject somebody has changed here since it was imported: what was done here counts."""

from typing import Any

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.refusing import refuse_rows
from salesmgmt.imports.models import ImportedRow, StagedRow
from salesmgmt.imports.registry import Chunk


def refuse_changed_here(chunk: Chunk, model: Any, field: str, *, lock: bool = False) -> None:
    """Refuses changed rows of a versioned model at a higher version than the import left; `lock` keeps them so."""
    rows = StagedRow.objects.filter(
        batch=chunk.batch,
        file=chunk.file,
        row_no__gt=chunk.after,
        row_no__lte=chunk.upto,
        verdict=Verdict.CHANGED,
    )
    numbers = dict(rows.values_list("key", "row_no"))
    known = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file, external_id__in=numbers)
    left_at = {subject: (key, version) for key, subject, version in known.values_list(*_FIELDS)}
    here = model.objects.filter(pk__in=left_at).order_by("pk")
    if lock:
        here = here.select_for_update(of=("self",))
    problems = {}
    for pk, version in here.values_list("pk", "version"):
        key, imported_version = left_at[pk]
        if version != imported_version:
            problems[numbers[key]] = Problem(
                field,
                key,
                f"“{key}” was changed here after it was imported, so the file no longer decides about it",
                "make this change on its page",
            )
    refuse_rows(chunk, problems)


_FIELDS = ("external_id", "subject_id", "subject_version")
