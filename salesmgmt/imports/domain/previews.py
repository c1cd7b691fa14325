"""Says what an import would do, and leaves everything as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.merging import STAGED_AT_ONCE, WHOLE, chunks_of
from salesmgmt.imports.domain.staging import end_staging, stage_rows
from salesmgmt.imports.domain.starting import GivenFile, count_each
from salesmgmt.imports.domain.value_maps import merged, recorded_maps
from salesmgmt.imports.models import ImportBatch, ImportRefusal
from salesmgmt.imports.queries.outcomes import Counts, UnknownValue, counts_of, unknown_values
from salesmgmt.imports.reading import ValueMaps, read_rows
from salesmgmt.imports.registry import ImportKind
from salesmgmt.imports.rules import require_import


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would make of its files. The refusals are not saved anywhere."""

    counts: Counts
    refusals: list[ImportRefusal]
    unknown: list[UnknownValue]


def preview_import(
    *, kind: ImportKind, files: Mapping[str, GivenFile], by: User, at: datetime, maps: ValueMaps | None = None
) -> Preview:
    """Stages and checks the files in a transaction that is rolled back. Raises NotAllowed and BadFile."""
    require_import(by, kind)
    names = list(count_each(kind, files))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            kind=kind.code,
            source="dry run",
            started_by=by,
            created_at=at,
            value_map=merged(recorded_maps(kind), maps or {}),
        )
        kind.prepare(batch)
        for name in names:
            _stage(batch, kind, name, files[name])
        for step in kind.steps:
            if step.check is not None and step.file in names:
                for chunk in chunks_of(batch, step.file, after=1, size=WHOLE if step.whole else STAGED_AT_ONCE):
                    step.check(chunk)
        seen = Preview(counts_of(batch, names), list(batch.refusals.all()), unknown_values(batch))
        transaction.set_rollback(True)
    return seen


def _stage(batch: ImportBatch, kind: ImportKind, name: str, given: GivenFile) -> None:
    spec = kind.spec(name)
    given.stream.seek(0)
    unread = read_rows(given.stream, spec, batch.value_map)
    while stage_rows(batch, spec, unread, limit=STAGED_AT_ONCE):
        pass
    end_staging(batch, spec)
