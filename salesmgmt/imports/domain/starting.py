"""Opens an import: looks at the files as wholes, keeps them, and asks a worker to do the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import connection, transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain import append
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.files.domain import store
from salesmgmt.imports.domain.value_maps import merged, recorded_maps
from salesmgmt.imports.models import ImportBatch, ImportFile
from salesmgmt.imports.reading import BadFile, ValueMaps, count_rows
from salesmgmt.imports.registry import ImportKind, kind_of
from salesmgmt.imports.rules import require_import

JOB_KIND = "imports.run"
LARGEST_FILE = 100 * 1024 * 1024


class ImportUnderWay(Conflict):
    """One import of a kind at a time: two would merge into the same rows."""

    code = "import_under_way"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as somebody hands it in."""

    stream: IO[bytes]
    size: int


def start_import(
    *,
    kind: ImportKind,
    files: Mapping[str, GivenFile],
    source: str,
    by: User,
    at: datetime,
    maps: ValueMaps | None = None,
    chunk_rows: int | None = None,
) -> ImportBatch:
    """Keeps the files and asks for the import's job. Raises NotAllowed, ImportUnderWay, and BadFile for a file that
    cannot be read as what it is given for; then nothing is kept.

    `maps` counts for this import, before what has been decided for all.
    """
    require_import(by, kind)
    row_counts = count_each(kind, files)
    with transaction.atomic():
        _one_at_a_time(kind)
        batch = ImportBatch.objects.create(
            kind=kind.code,
            source=source[:100],
            started_by=by,
            created_at=at,
            value_map=merged(recorded_maps(kind), maps or {}),
        )
        for name in row_counts:
            given = files[name]
            given.stream.seek(0)
            stored = store(content=given.stream, name=f"{name}.csv", by=by, at=at, limit=LARGEST_FILE)
            ImportFile.objects.create(batch=batch, name=name, stored=stored, row_count=row_counts[name])
        return _ask(batch, chunk_rows)


def run_again(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Starts another import of the same files with what values stand for now; rows that have landed are the same."""
    kind = kind_of(batch.kind)
    require_import(by, kind)
    with transaction.atomic():
        _one_at_a_time(kind)
        again = ImportBatch.objects.create(
            kind=batch.kind,
            source=f"import {batch.pk} again",
            started_by=by,
            created_at=at,
            value_map=merged(batch.value_map, recorded_maps(kind)),
        )
        ImportFile.objects.bulk_create(
            ImportFile(batch=again, name=file.name, stored_id=file.stored_id, row_count=file.row_count)
            for file in batch.files.all()
        )
        return _ask(again, None)


def count_each(kind: ImportKind, files: Mapping[str, GivenFile]) -> dict[str, int]:
    """Reads each file to its end; its number of rows, in the order in which the kind takes files. Raises BadFile."""
    names = [spec.name for spec in kind.files if spec.name in files]
    if not names:
        wanted = ", ".join(spec.file_name for spec in kind.files)
        raise Refused(f"There is no file to import; give at least one of {wanted}.", code="no_file")
    counts = {}
    for name in names:
        given = files[name]
        if given.size > LARGEST_FILE:
            raise BadFile(
                f"{name}.csv has {given.size // 1024**2} MB and an import takes up to {LARGEST_FILE // 1024**2} MB; "
                "cut it into several files and import one after the other.",
                field=name,
            )
        given.stream.seek(0)
        counts[name] = count_rows(given.stream, kind.spec(name))
    return counts


def _ask(batch: ImportBatch, chunk_rows: int | None) -> ImportBatch:
    params = {"batch_id": batch.pk} | ({"chunk_rows": chunk_rows} if chunk_rows else {})
    batch.job = enqueue(
        kind=JOB_KIND, effect_key=f"import:{batch.pk}", params=params, by=batch.started_by, at=batch.created_at
    )
    batch.save(update_fields=["job"])
    append(
        kind="import.started",
        subject=batch,
        by=batch.started_by,
        at=batch.created_at,
        payload={"import_kind": batch.kind, "job_id": batch.job.pk},
    )
    return batch


def _one_at_a_time(kind: ImportKind) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports.{kind.code}"])
    running = ImportBatch.objects.filter(kind=kind.code).under_way().first()
    if running is not None:
        raise ImportUnderWay(
            f"{running} of {kind.title} is under way; wait until it has ended, or cancel it, then start this one."
        )
