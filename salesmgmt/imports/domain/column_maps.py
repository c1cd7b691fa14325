"""Decides what the headings of a source's files stand for, and notices when they change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain import append
from salesmgmt.imports.columns import FileSpec
from salesmgmt.imports.models import ColumnMap
from salesmgmt.imports.reading import Asked, BadFile, Examined, examine
from salesmgmt.imports.registry import ImportKind


def examine_file(kind: ImportKind, spec: FileSpec, stream: IO[bytes], source: str, asked: Asked) -> Examined:
    """A look at a file with what was decided for its source; a heading that has changed since is a problem until
    somebody has confirmed it. Raises BadFile."""
    refuse_unknown_columns(spec, asked.columns)
    decided = ColumnMap.objects.filter(kind=kind.code, file=spec.name, source=source).first()
    seen = examine(stream, spec, asked, decided.columns if decided else None)
    changes = _changes(decided.headings, seen.headings) if decided else ""
    if not changes:
        return seen
    problem = seen.problem
    if problem is None and not asked.confirmed and not asked.columns:
        problem = BadFile(
            f"The heading of {spec.file_name} from {source} has changed: {changes}. Look at what stands for what, "
            "and confirm it.",
            code="headings_changed",
            field=spec.name,
        )
    return replace(seen, changes=changes, problem=problem)


def remember_columns(
    *, kind: ImportKind, spec: FileSpec, source: str, seen: Examined, by: User, at: datetime
) -> ColumnMap:
    """From now on, files of the source are read so; deciding anew replaces it."""
    row = ColumnMap.objects.select_for_update().filter(kind=kind.code, file=spec.name, source=source).first()
    said = {each.heading: each.column for each in seen.matching.matches}
    if row is not None and (row.columns, row.headings) == (said, list(seen.headings)):
        return row
    row = row or ColumnMap(kind=kind.code, file=spec.name, source=source)
    row.columns, row.headings, row.decided_by, row.decided_at = said, list(seen.headings), by, at
    row.save()
    append(kind="column_map.decided", subject=row, by=by, at=at, payload={"import_kind": kind.code, "file": spec.name})
    return row


def refuse_unknown_columns(spec: FileSpec, columns: Mapping[str, str]) -> None:
    known = {column.name for column in spec.columns}
    wrong = next((column for column in columns.values() if column and column not in known), None)
    if wrong is not None:
        raise Refused(
            f"{wrong} is not a column of {spec.file_name}; let headings stand for one of {', '.join(sorted(known))}.",
            code="bad_map",
            field="map",
        )


def _changes(before: Sequence[str], now: Sequence[str]) -> str:
    """In words; the order of columns is no change."""
    gone = [name for name in before if name.strip() and name not in now]
    new = [name for name in now if name.strip() and name not in before]
    told = [f"{word} {', '.join(names)}" for word, names in (("gone", gone), ("new", new)) if names]
    return "; ".join(told)
