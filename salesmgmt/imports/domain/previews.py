"""Says what an import would do, and leaves everything as it is."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.merging import STAGED_AT_ONCE, WHOLE, chunks_of
from salesmgmt.imports.domain.staging import end_staging, stage_rows
from salesmgmt.imports.domain.starting import GivenFile, examine_each, refuse_unsettled
from salesmgmt.imports.domain.value_maps import merged, recorded_maps
from salesmgmt.imports.models import ImportBatch, ImportFile, ImportRefusal
from salesmgmt.imports.queries.differences import Difference, differences
from salesmgmt.imports.queries.headings import Headings
from salesmgmt.imports.queries.outcomes import Counts, UnknownValue, counts_of, unknown_values
from salesmgmt.imports.reading import Reading, ValueMaps, read_rows
from salesmgmt.imports.registry import ImportKind, kind_of
from salesmgmt.imports.rules import require_import

Opened = tuple[IO[bytes], Reading]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would make of its files. The refusals are not saved anywhere.

    `looked_at` is how many rows of a file were looked at, of those that have more.
    """

    counts: Counts
    refusals: list[ImportRefusal]
    unknown: list[UnknownValue]
    differences: list[Difference] = field(default_factory=list)
    looked_at: Mapping[str, int] = field(default_factory=dict)


def preview_import(
    *,
    kind: ImportKind,
    files: Mapping[str, GivenFile],
    by: User,
    at: datetime,
    maps: ValueMaps | None = None,
    source: str = "dry run",
) -> Preview:
    """Stages and checks all rows in a transaction that is rolled back. Raises NotAllowed and BadFile."""
    require_import(by, kind)
    seen = examine_each(kind, files, source)
    refuse_unsettled(seen)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            kind=kind.code,
            source=source,
            started_by=by,
            created_at=at,
            value_map=merged(recorded_maps(kind), maps or {}),
        )
        opened = {name: (files[name].stream, each.reading) for name, each in seen.items()}
        told = _look(batch, kind, opened, limit=None)
        transaction.set_rollback(True)
    return told


def preview_draft(*, batch: ImportBatch, by: User, limit: int) -> Preview:
    """The same for a draft, of the first `limit` rows of each file. Raises NotAllowed and BadFile."""
    kind = kind_of(batch.kind)
    require_import(by, kind)
    files = list(batch.files.select_related("stored"))
    with _all_open(files) as opened, transaction.atomic():
        told = _look(batch, kind, opened, limit=limit)
        transaction.set_rollback(True)
    looked_at = {file.name: limit for file in files if file.row_count > limit}
    return Preview(told.counts, told.refusals, told.unknown, told.differences, looked_at)


@contextmanager
def _all_open(files: Iterable[ImportFile]) -> Iterator[dict[str, Opened]]:
    opened = {file.name: (file.stored.content.open(), Reading.of_json(file.reading)) for file in files}
    try:
        yield opened
    finally:
        for stream, _ in opened.values():
            stream.close()


def _look(batch: ImportBatch, kind: ImportKind, opened: Mapping[str, Opened], *, limit: int | None) -> Preview:
    names = list(opened)
    kind.prepare(batch)
    for name in names:
        _stage(batch, kind, name, opened[name], limit)
    for step in kind.steps:
        if step.check is not None and step.file in names:
            for chunk in chunks_of(batch, step.file, after=1, size=WHOLE if step.whole else STAGED_AT_ONCE):
                step.check(chunk)
    headings = Headings(kind, {name: reading for name, (_, reading) in opened.items()})
    return Preview(
        counts_of(batch, names),
        headings.on(batch.refusals.all()),
        unknown_values(batch, headings),
        [row for name in names for row in differences(batch, kind, name)],
    )


def _stage(batch: ImportBatch, kind: ImportKind, name: str, opened: Opened, limit: int | None) -> None:
    spec = kind.spec(name)
    stream, reading = opened
    unread = islice(read_rows(stream, spec, batch.value_map, reading=reading), limit)
    while stage_rows(batch, spec, unread, limit=STAGED_AT_ONCE):
        pass
    end_staging(batch, spec)
