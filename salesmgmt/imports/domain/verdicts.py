"""Tells new rows from changed ones, and remembers what rows have become."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.models import ImportedRow, StagedRow
from salesmgmt.imports.queries.differences import says_the_same
from salesmgmt.imports.queries.staged import rows_of, subjects_of
from salesmgmt.imports.registry import Chunk, kind_of

_JUDGE = """
UPDATE imports_stagedrow staged
SET verdict = coalesce((
    SELECT CASE WHEN known.digest = staged.digest THEN 'SAME' ELSE 'CHANGED' END
    FROM imports_importedrow known
    WHERE known.source = %(source)s AND known.record = %(file)s AND known.external_id = staged.key
), 'NEW')
WHERE batch_id = %(batch)s AND file = %(file)s AND {place} > %(after)s AND {place} <= %(upto)s AND verdict = ''
"""

_SETTLE = """
UPDATE imports_stagedrow staged SET verdict = 'SAME'
FROM imports_importedrow known
WHERE staged.batch_id = %(batch)s AND staged.file = %(file)s AND verdict = ''
  AND row_no > %(after)s AND row_no <= %(upto)s
  AND known.source = %(source)s AND known.record = %(file)s AND known.external_id = staged.key
  AND known.digest = staged.digest
"""


@dataclass(frozen=True, slots=True)
class Became:
    """What a row of a file has become here."""

    external_id: str
    subject_id: int
    digest: str = ""


def settle_same(chunk: Chunk) -> None:
    """Gives the rows that say nothing new their verdict before the names in them are looked up: of who has left since
    nobody is asked again. What judges all rows gives the others theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, chunk.params)
    kind = kind_of(chunk.batch.kind)
    rows = rows_of(chunk, "")
    known = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    here = kind.here(chunk.file, chunk.batch, list(known)) if known else {}
    spec = kind.spec(chunk.file)
    same = [row.pk for row in rows if row.key in here and says_the_same(spec, here[row.key], row.values)]
    StagedRow.objects.filter(pk__in=same).update(verdict=Verdict.SAME)


def judge(chunk: Chunk) -> None:
    """Gives the chunk's rows that nobody refused their verdict: new, changed, or the same as when they last came or as
    what stands here already."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGE.format(place=chunk.place), chunk.params)
    kind, changed = kind_of(chunk.batch.kind), rows_of(chunk, Verdict.CHANGED)
    here = kind.here(chunk.file, chunk.batch, [row.key for row in changed]) if changed else {}
    spec = kind.spec(chunk.file)
    same = [row.pk for row in changed if row.key in here and says_the_same(spec, here[row.key], row.values)]
    StagedRow.objects.filter(pk__in=same).update(verdict=Verdict.SAME)


def same_after_all(chunk: Chunk, rows: Iterable[StagedRow]) -> None:
    """Rows that counted as changed and, looked at closely, change nothing."""
    numbers = [row.row_no for row in rows]
    StagedRow.objects.filter(batch=chunk.batch, file=chunk.file, row_no__in=numbers).update(verdict=Verdict.SAME)


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
