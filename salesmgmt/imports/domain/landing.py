"""Writes the rows of a chunk that land as rows of one model, new and changed, and remembers what they have become."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.models import ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import rows_of, subjects_of
from salesmgmt.imports.registry import Chunk

Facts = Mapping[str, Any]
BLANK = object()
"""A fact that is to be blank (None), whatever is here."""


@dataclass(slots=True)
class Landed:
    """A staged row with the row it is here now, and what that said before."""

    row: StagedRow
    subject: Any
    before: Facts

    @property
    def is_new(self) -> bool:
        return self.row.verdict == Verdict.NEW


def land(
    chunk: Chunk,
    model: Any,
    facts: Callable[[Sequence[StagedRow]], Mapping[int, Facts]],
    *,
    only_new: Callable[[StagedRow], Facts] = lambda row: {},
) -> list[Landed]:
    """`facts` gives, by row number, what rows say of a model with a version; a blank (None) leaves what is here.
    `only_new` adds what is said once, when a row is made. The caller tells of them."""
    rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
    if not rows:
        return []
    said = facts(rows)
    new = [row for row in rows if row.verdict == Verdict.NEW]
    made = model.objects.bulk_create(model(**_stated(said[row.row_no]), **only_new(row)) for row in new)
    landed = [Landed(row, subject, {}) for row, subject in zip(new, made, strict=True)]
    landed += _changed(chunk, model, [row for row in rows if row.verdict == Verdict.CHANGED], said)
    remember_versions(chunk, landed)
    return landed


def _stated(facts: Facts) -> dict[str, Any]:
    return {name: None if value is BLANK else value for name, value in facts.items() if value is not None}


def _changed(chunk: Chunk, model: Any, rows: Sequence[StagedRow], said: Mapping[int, Facts]) -> list[Landed]:
    known = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    here = {each.pk: each for each in model.objects.filter(pk__in=known.values()).order_by("pk").select_for_update()}
    landed = []
    for row in rows:
        subject, stated = here[known[row.key]], _stated(said[row.row_no])
        before = {name: getattr(subject, name) for name in stated}
        for name, value in stated.items():
            setattr(subject, name, value)
        subject.version += 1
        landed.append(Landed(row, subject, before))
    if landed:
        names = sorted({name for each in landed for name in each.before} | {"version"})
        model.objects.bulk_update([each.subject for each in landed], names)
    return landed


def adopt(chunk: Chunk, here: Mapping[str, Any]) -> None:
    """Rows that were here before any file are what some keys of this one stand for; they count as changed. What stays
    as it was entered has no version."""
    ImportedRow.objects.bulk_create(
        ImportedRow(
            source=chunk.batch.kind,
            record=chunk.file,
            external_id=key,
            subject_id=subject.pk,
            subject_version=getattr(subject, "version", 1),
            batch=chunk.batch,
        )
        for key, subject in here.items()
    )


def remember_versions(chunk: Chunk, landed: Sequence[Landed]) -> None:
    """With the version as the import leaves it: a higher one says that somebody has changed the row here since."""
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                source=chunk.batch.kind,
                record=chunk.file,
                external_id=each.row.key,
                digest=each.row.digest,
                subject_id=each.subject.pk,
                subject_version=each.subject.version,
                batch=chunk.batch,
            )
            for each in landed
        ),
        update_conflicts=True,
        unique_fields=["source", "record", "external_id"],
        update_fields=["digest", "subject_id", "subject_version", "batch"],
    )


def tell(chunk: Chunk, kind: str, landed: Sequence[Landed], **facts: date | None) -> None:
    """What the chunk's rows add to the event that tells of the import."""
    if landed:
        created = sum(each.is_new for each in landed)
        chunk.told.tell(kind, created=created, changed=len(landed) - created, **facts)
