"""Staged rows of a chunk, what they name, and what they have become before."""

from collections.abc import Iterable

from django.db.models import QuerySet

from salesmgmt.imports.models import ImportedRow, StagedRow
from salesmgmt.imports.registry import Chunk


def rows_of(chunk: Chunk, *verdicts: str) -> list[StagedRow]:
    """Those with one of the verdicts; blank is what nobody has judged yet."""
    return list(staged_in(chunk).filter(verdict__in=verdicts).order_by("row_no"))


def staged_in(chunk: Chunk) -> QuerySet[StagedRow]:
    """All of its rows."""
    span = {f"{chunk.place}__gt": chunk.after, f"{chunk.place}__lte": chunk.upto}
    return StagedRow.objects.filter(batch=chunk.batch, file=chunk.file, **span)


def said_in(rows: list[StagedRow], *fields: str) -> set[str]:
    """What the rows say in some of their columns."""
    return {str(row.values[field]) for row in rows for field in fields if row.values.get(field)}


def subjects_of(source: str, record: str, keys: Iterable[str]) -> dict[str, int]:
    """Key -> row here, of the keys that an import has brought before; several keys may stand for one row."""
    known = ImportedRow.objects.filter(source=source, record=record, external_id__in=list(keys))
    return dict(known.values_list("external_id", "subject_id"))


def became(source: str, record: str, keys: Iterable[str]) -> dict[int, str]:
    """The other way round, where one key stands for a row."""
    return {pk: key for key, pk in subjects_of(source, record, keys).items()}
