"""Opens an import: looks at the files as wholes, keeps them, and asks a worker to do the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain import append
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.files.domain import store
from salesmgmt.imports.domain.column_maps import examine_file, remember_columns
from salesmgmt.imports.domain.value_maps import merged, recorded_maps
from salesmgmt.imports.models import ImportBatch, ImportFile
from salesmgmt.imports.reading import Asked, BadFile, Examined, ValueMaps
from salesmgmt.imports.registry import ImportKind, kind_of
from salesmgmt.imports.rules import require_import
from salesmgmt.web.domain.undoing import offer_undo

JOB_KIND = "imports.run"
UNDO = "imports.import"
LARGEST_FILE = settings.LARGEST_UPLOAD


class ImportUnderWay(Conflict):
    """One import of a kind at a time: two would merge into the same rows."""

    code = "import_under_way"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as somebody hands it in, and what they say of it."""

    stream: IO[bytes]
    size: int
    name: str = ""
    asked: Asked = field(default_factory=Asked)


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
    cannot be read as what it is given for, or of which something is left to ask; then nothing is kept.

    `maps` counts for this import, before what has been decided for all.
    """
    require_import(by, kind)
    seen = examine_each(kind, files, source)
    refuse_unsettled(seen)
    with transaction.atomic():
        one_at_a_time(kind)
        batch = keep(kind=kind, files=files, seen=seen, source=source, by=by, at=at, maps=maps)
        for name, each in seen.items():
            if files[name].asked.columns:
                remember_columns(kind=kind, spec=kind.spec(name), source=source, seen=each, by=by, at=at)
        return ask(batch, chunk_rows)


def run_again(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Starts another import of the same files with what values stand for now; rows that have landed are the same."""
    kind = kind_of(batch.kind)
    require_import(by, kind)
    if batch.job_id is None:
        raise Refused(f"{batch} is still a draft; finish its steps and start it from there.", code="still_a_draft")
    with transaction.atomic():
        one_at_a_time(kind)
        again = ImportBatch.objects.create(
            kind=batch.kind,
            source=batch.source,
            started_by=by,
            created_at=at,
            value_map=merged(batch.value_map, recorded_maps(kind)),
        )
        ImportFile.objects.bulk_create(
            ImportFile(
                batch=again,
                name=file.name,
                stored_id=file.stored_id,
                row_count=file.row_count,
                reading=file.reading,
            )
            for file in batch.files.all()
        )
        return ask(again, None)


def examine_each(kind: ImportKind, files: Mapping[str, GivenFile], source: str) -> dict[str, Examined]:
    """A look at each file, in the order in which the kind takes files. Raises BadFile."""
    names = [spec.name for spec in kind.files if spec.name in files]
    if not names:
        wanted = ", ".join(spec.file_name for spec in kind.files)
        raise Refused(f"There is no file to import; give at least one of {wanted}.", code="no_file")
    seen = {}
    for name in names:
        given = files[name]
        if given.size > LARGEST_FILE:
            raise BadFile(
                f"{name}.csv has {given.size // 1024**2} MB and an import takes up to {LARGEST_FILE // 1024**2} MB; "
                "cut it into several files and import one after the other.",
                code="file_too_large",
                field=name,
            )
        seen[name] = examine_file(kind, kind.spec(name), given.stream, source, given.asked)
    return seen


def refuse_unsettled(seen: Mapping[str, Examined]) -> None:
    for each in seen.values():
        if each.problem is not None:
            raise each.problem


def keep(
    *,
    kind: ImportKind,
    files: Mapping[str, GivenFile],
    seen: Mapping[str, Examined],
    source: str,
    by: User,
    at: datetime,
    maps: ValueMaps | None = None,
) -> ImportBatch:
    """The files, with how they are read, as a batch that has no job yet. Belongs in a transaction."""
    batch = ImportBatch.objects.create(
        kind=kind.code,
        source=source[:100],
        started_by=by,
        created_at=at,
        value_map=merged(recorded_maps(kind), maps or {}),
    )
    for name, each in seen.items():
        given = files[name]
        given.stream.seek(0)
        stored = store(content=given.stream, name=given.name or f"{name}.csv", by=by, at=at, limit=LARGEST_FILE)
        ImportFile.objects.create(
            batch=batch, name=name, stored=stored, row_count=each.row_count, reading=each.as_json()
        )
    return batch


def ask(batch: ImportBatch, chunk_rows: int | None = None) -> ImportBatch:
    """Gives a batch its job."""
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
    offer_undo(
        verb=UNDO,
        subject=batch,
        params={"batch_id": batch.pk},
        by=batch.started_by,
        at=batch.created_at,
    )
    return batch


def one_at_a_time(kind: ImportKind) -> None:
    """Belongs in the transaction that asks for the job. Raises ImportUnderWay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports.{kind.code}"])
    running = ImportBatch.objects.filter(kind=kind.code).under_way().first()
    if running is not None:
        raise ImportUnderWay(
            f"{running} of {kind.title} is under way; wait until it has ended, or cancel it, then go on with this one."
        )
