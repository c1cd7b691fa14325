"""Copies the rows of a file to where they wait for the merge, and the problems of those that cannot land."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import FileSpec
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.reading import ReadRow
from salesmgmt.imports.reading.rows import digest_of

SENT_AT_ONCE = 500

_ROWS = "COPY imports_stagedrow (batch_id, file, row_no, key, digest, values, verdict) FROM STDIN"
_REFUSALS = """
COPY imports_importrefusal (batch_id, file, row_no, field, value, reason, way_out, suggestion) FROM STDIN
"""
_TWICE = """
WITH earlier AS MATERIALIZED (
    SELECT key, min(row_no) AS first_no
    FROM imports_stagedrow WHERE batch_id = %(batch)s AND file = %(file)s AND key <> ''
    GROUP BY key HAVING count(*) > 1
), twice AS (
    UPDATE imports_stagedrow later SET verdict = 'REFUSED'
    FROM earlier
    WHERE later.batch_id = %(batch)s AND later.file = %(file)s AND later.key = earlier.key
      AND later.row_no > earlier.first_no AND later.verdict <> 'REFUSED'
    RETURNING later.row_no, later.key, earlier.first_no
)
INSERT INTO imports_importrefusal (batch_id, file, row_no, field, value, reason, way_out, suggestion)
SELECT %(batch)s, %(file)s, row_no, %(field)s, key,
       '“' || key || '” stands on row ' || first_no || ' already', 'remove one of the two rows', ''
FROM twice
"""

_TURNS = """
UPDATE imports_stagedrow staged SET turn = first_no
FROM (
    SELECT id, min(row_no) OVER (PARTITION BY coalesce(values ->> %(together)s::text, row_no::text)) AS first_no
    FROM imports_stagedrow WHERE batch_id = %(batch)s AND file = %(file)s
) together
WHERE staged.id = together.id
"""


def stage_rows(batch: ImportBatch, spec: FileSpec, unread: Iterator[ReadRow], *, limit: int) -> list[ReadRow]:
    """Copies the next rows of a file in, and returns them; none when the file has no more.

    They go to the server a few at a time, so that it takes some in while others are read.
    """
    rows: list[ReadRow] = []
    begun = f"{batch.pk}\t{spec.name}"
    with connection.cursor() as cursor:
        with cursor.copy(_ROWS) as copy:
            while read := list(islice(unread, min(SENT_AT_ONCE, limit - len(rows)))):
                copy.write("".join([_staged(begun, spec, row) for row in read]))
                rows += read
        with cursor.copy(_REFUSALS) as copy:
            copy.write(_lines(line for row in rows for line in _refused(batch, spec, row)))
    return rows


def end_staging(batch: ImportBatch, spec: FileSpec) -> None:
    """Refuses rows that stand twice: the first one counts. Says which rows are taken together, where some are.

    Rows that were copied in a moment ago have no statistics yet; without them this statement, and the steps that
    follow, would read all of them once for each.
    """
    refresh_statistics(StagedRow)
    with connection.cursor() as cursor:
        cursor.execute(_TWICE, {"batch": batch.pk, "file": spec.name, "field": spec.key})
        if spec.together:
            cursor.execute(_TURNS, {"batch": batch.pk, "file": spec.name, "together": spec.together})


def _staged(begun: str, spec: FileSpec, row: ReadRow) -> str:
    """A line for COPY; of what every row has, only its key and its values hold anything to be escaped, and JSON writes
    tabs and line breaks as letters."""
    verdict = Verdict.REFUSED.value if row.problems else ""
    values = row.document()
    said = values.replace("\\", "\\\\")
    return f"{begun}\t{row.row_no}\t{_copied(row.key(spec)[:200])}\t{digest_of(values)}\t{said}\t{verdict}\n"


def _refused(batch: ImportBatch, spec: FileSpec, row: ReadRow) -> Iterator[tuple[object, ...]]:
    for fault in row.problems:
        yield (
            batch.pk,
            spec.name,
            row.row_no,
            fault.field,
            fault.value[:200],
            fault.reason[:300],
            fault.way_out[:300],
            fault.suggestion[:200],
        )


def _lines(rows: Iterable[tuple[object, ...]]) -> str:
    """Rows of values that are not null, for COPY; psycopg and the csv module take five times as long to write them."""
    return "".join("\t".join([_copied(str(value)) for value in row]) + "\n" for row in rows)


def _copied(text: str) -> str:
    """As COPY reads a text back; `str.translate` takes five times as long."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
