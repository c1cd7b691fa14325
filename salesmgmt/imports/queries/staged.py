"""Staged rows of a chunk, what they name, and what they have become before."""

from collections.abc import Iterable

from salesmgmt.imports.models import ImportedRow, StagedRow
from salesmgmt.imports.registry import Chunk


def rows_of(chunk: Chunk, *verdicts: str) -> list[StagedRow]:
    """Those with one of the verdicts; blank is what nobody has judged yet."""
    rows = StagedRow.objects.filter(
        batch=chunk.batch, file=chunk.file, row_no__gt=chunk.after, row_no__lte=chunk.upto, verdict__in=verdicts
    )
    return list(rows.order_by("row_no"))


def said_in(rows: list[StagedRow], *fields: str) -> set[str]:
    """What the rows say in some of their columns."""
    return {str(row.values[field]) for row in rows for field in fields if row.values.get(field)}


def became(source: str, record: str, keys: Iterable[str]) -> dict[int, str]:
    """Row here -> key, of the keys that an import has brought before."""
    known = ImportedRow.objects.filter(source=source, record=record, external_id__in=list(keys))
    return dict(known.values_list("subject_id", "external_id"))
