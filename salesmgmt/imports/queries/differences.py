"""What changed rows of an import would change: old and new, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Column, FileSpec
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.registry import ImportKind

SHOWN = 50
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is new or changed, with what it is called; a new row has no changes, only what it will say."""

    file: str
    row_no: int
    key: str
    is_new: bool
    changes: Sequence[Change]


def differences(batch: ImportBatch, kind: ImportKind, name: str) -> list[Difference]:
    """The first changed rows of a file as they are staged, and after them the first new ones."""
    rows = StagedRow.objects.filter(batch=batch, file=name)
    changed = list(rows.filter(verdict=Verdict.CHANGED).order_by("row_no")[:SHOWN])
    new = list(rows.filter(verdict=Verdict.NEW).order_by("row_no")[: SHOWN - len(changed)])
    here = kind.here(name, batch, [row.key for row in changed]) if changed else {}
    columns = kind.spec(name).columns
    return [
        Difference(name, row.row_no, row.key, False, _changes(columns, here.get(row.key, {}), row.values))
        for row in changed
    ] + [Difference(name, row.row_no, row.key, True, _changes(columns, {}, row.values, of_new=True)) for row in new]


def says_the_same(spec: FileSpec, here: Facts, values: Facts) -> bool:
    """Whether all that a row says, its key aside, is what `here` tells; what `here` does not tell is not the same."""
    return all(
        column.name in here and _words(here[column.name]) == _words(values[column.name])
        for column in spec.columns
        if values.get(column.name) is not None and (column.name != spec.key or column.name in here)
    )


def _changes(columns: Sequence[Column], here: Facts, values: Facts, *, of_new: bool = False) -> list[Change]:
    """Of what the file says; a column that is unknown here (`here` does not tell it) is left out, a blank cell too."""
    told = []
    for column in columns:
        after = values.get(column.name)
        if after is None or not (of_new or column.name in here):
            continue
        before, now = _words(here.get(column.name)), _words(after)
        if before != now:
            told.append(Change(column.label, before, now))
    return told


def _words(value: object) -> str:
    return "" if value is None else str(value)
