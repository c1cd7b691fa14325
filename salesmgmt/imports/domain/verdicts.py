"""Tells new rows from changed ones, and remembers what rows have become."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from salesmgmt.imports.models import ImportedRow
from salesmgmt.imports.registry import Chunk

_JUDGE = """
UPDATE imports_stagedrow staged
SET verdict = coalesce((
    SELECT CASE WHEN known.digest = staged.digest THEN 'SAME' ELSE 'CHANGED' END
    FROM imports_importedrow known
    WHERE known.source = %(source)s AND known.record = %(file)s AND known.external_id = staged.key
), 'NEW')
WHERE batch_id = %(batch)s AND file = %(file)s AND row_no > %(after)s AND row_no <= %(upto)s AND verdict = ''
"""


@dataclass(frozen=True, slots=True)
class Became:
    """What a row of a file has become here."""

    external_id: str
    subject_id: int
    digest: str = ""


def judge(chunk: Chunk) -> None:
    """Gives the chunk's rows that nobody refused their verdict: new, changed or the same as when they last came."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGE, chunk.params)


def remember(chunk: Chunk, record: str, rows: Iterable[Became]) -> None:
    """Keeps what rows of a record have become, for the next import to find."""
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                source=chunk.batch.kind,
                record=record,
                external_id=row.external_id,
                subject_id=row.subject_id,
                digest=row.digest,
                batch=chunk.batch,
            )
            for row in rows
        ),
        update_conflicts=True,
        unique_fields=["source", "record", "external_id"],
        update_fields=["digest", "subject_id", "batch"],
    )
