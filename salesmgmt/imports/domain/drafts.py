"""Prepares an import step by step: files handed in, columns and values decided, then begun or thrown away."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.imports.domain.column_maps import examine_file, remember_columns
from salesmgmt.imports.domain.starting import GivenFile, ask, examine_each, keep, one_at_a_time
from salesmgmt.imports.domain.value_maps import map_value, merged, recorded_maps
from salesmgmt.imports.models import ImportBatch, ImportFile
from salesmgmt.imports.reading import Asked
from salesmgmt.imports.registry import ImportKind, kind_of
from salesmgmt.imports.rules import require_import


class DraftBegun(Conflict):
    """Somebody has started it in between."""

    code = "draft_begun"


def open_draft(*, kind: ImportKind, files: Mapping[str, GivenFile], source: str, by: User, at: datetime) -> ImportBatch:
    """Keeps files of which something may be left to ask. Raises NotAllowed, and BadFile for what no answer helps."""
    require_import(by, kind)
    seen = examine_each(kind, files, source)
    with transaction.atomic():
        return keep(kind=kind, files=files, seen=seen, source=source, by=by, at=at)


@transaction.atomic
def decide_columns(*, batch: ImportBatch, name: str, asked: Asked, by: User, at: datetime) -> ImportFile:
    """What the headings of a draft's file stand for, remembered for its source once nothing is left to ask."""
    kind, spec = kind_of(batch.kind), kind_of(batch.kind).spec(name)
    _lock(batch, by)
    file = batch.files.select_related("stored").get(name=name)
    with file.stored.content.open() as stream:
        seen = examine_file(kind, spec, stream, batch.source, asked)
    file.row_count, file.reading = seen.row_count, seen.as_json()
    file.save(update_fields=["row_count", "reading"])
    if seen.problem is None:
        remember_columns(kind=kind, spec=spec, source=batch.source, seen=seen, by=by, at=at)
    return file


@transaction.atomic
def decide_value(
    *, batch: ImportBatch, field: str, from_value: str, to_value: str, by: User, at: datetime
) -> ImportBatch:
    """What a value of a draft's files stands for, in it and in all imports of its kind from now on."""
    kind = kind_of(batch.kind)
    draft = _lock(batch, by)
    map_value(kind=kind, field=field, from_value=from_value, to_value=to_value, by=by, at=at)
    draft.value_map = merged(draft.value_map, recorded_maps(kind))
    draft.save(update_fields=["value_map"])
    return draft


@transaction.atomic
def begin(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Starts a draft. Raises Refused while something is left to ask, and ImportUnderWay."""
    kind = kind_of(batch.kind)
    draft = _lock(batch, by)
    open_file = next((file for file in draft.files.all() if not file.is_settled), None)
    if open_file is not None:
        raise Refused(open_file.reading["problem"], code=open_file.reading["problem_code"], field=open_file.name)
    one_at_a_time(kind)
    draft.started_by, draft.created_at = by, at
    draft.value_map = merged(draft.value_map, recorded_maps(kind))
    draft.save(update_fields=["started_by", "created_at", "value_map"])
    return ask(draft)


@transaction.atomic
def throw_away(*, batch: ImportBatch, by: User, at: datetime) -> None:
    """Removes a draft; its files go when nothing else links them."""
    draft = _lock(batch, by)
    stored = [file.stored for file in draft.files.select_related("stored")]
    draft.delete()
    for file in stored:
        file.keep_until = at
        file.save(update_fields=["keep_until"])


def _lock(batch: ImportBatch, by: User) -> ImportBatch:
    require_import(by, kind_of(batch.kind))
    draft = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if draft.job_id is not None:
        raise DraftBegun(f"{draft} was started already; its page shows how far it is.")
    return draft
