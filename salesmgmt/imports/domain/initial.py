"""Imports into empty tables at once: their indexes, keys and undo triggers go, and come back when the rows are
in and what is folded from them is filled, all in one transaction; whatever stops it, everything stands as before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, models, transaction
from psycopg import sql

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.keeping import keep_created
from salesmgmt.imports.domain.merging import WHOLE
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.reading import ValueMaps
from salesmgmt.imports.registry import ImportKind
from salesmgmt.imports.rules import require_import

# Primary keys stay, because foreign keys of other tables rest on them; so do checks, because PostgreSQL writes some of
# them (IN over texts) in other words when they are made from what it tells of them.
_CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%s::text[]::regclass[]) AND contype IN ('f', 'u', 'x')
ORDER BY array_position(ARRAY['f', 'u', 'x'], contype::text), conname
"""
# What came before is looked up while an import runs, by the key that stays.
_REFERENCES = _CONSTRAINTS.replace("('f', 'u', 'x')", "('f')")
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY(%s::text[]::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
ORDER BY indexrelid::regclass::text
"""
_TRIGGERS = """
SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass), pg_get_triggerdef(oid)
FROM pg_trigger
WHERE tgrelid = ANY(%s::text[]::regclass[]) AND tgfoid = 'imports_keep'::regproc
ORDER BY tgrelid::regclass::text, tgname
"""
_FOLDING = _TRIGGERS.replace("tgfoid = 'imports_keep'::regproc", "tgfoid = ANY(%s::text[]::regproc[])")
_OWNED = """
SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = ANY(%s::text[]::regclass[])
"""

MEMORY = ("SET LOCAL maintenance_work_mem = '256MB'", "SET LOCAL work_mem = '256MB'")
"""For indexes that are built anew and for what is folded from all rows; both are sorted on disk without it."""


@transaction.atomic
def import_initially(
    *,
    kind: ImportKind,
    files: Mapping[str, GivenFile],
    source: str,
    by: User,
    at: datetime,
    maps: ValueMaps | None = None,
) -> ImportBatch:
    """Returns the batch when its last row has landed; it can be undone like any other.

    Raises Refused for a kind that fills no tables at once, tables that have rows, and a role that does not own them;
    NotAllowed and BadFile as `start_import` does, ImportFailed as `follow` does. Then nothing of it is left.
    """
    require_import(by, kind)
    names = [model._meta.db_table for model in kind.fills]
    _refuse_unless_empty(kind, names)
    batch = start_import(kind=kind, files=files, source=source, by=by, at=at, maps=maps, chunk_rows=WHOLE)
    filled, taken = list(kind.fills), _definitions((_TRIGGERS, _CONSTRAINTS, _INDEXES), names)
    if _is_empty(ImportedRow):
        filled.append(ImportedRow)
        taken += _definitions((_TRIGGERS, _REFERENCES, _INDEXES), [ImportedRow._meta.db_table])
    if _is_empty(StagedRow):
        taken += _definitions((_REFERENCES,), [StagedRow._meta.db_table])
    taken += _definitions((_FOLDING,), names, [fold.function for fold in kind.folds])
    taken += _definitions((_CONSTRAINTS, _INDEXES), [fold.model._meta.db_table for fold in kind.folds])
    _settled(drop for drop, _ in taken)
    batch = follow(batch, at=at)
    _execute([*MEMORY, *(f"SELECT {fold.fill}()" for fold in kind.folds)])
    _settled(create for _, create in reversed(taken))
    keep_created(batch, filled)
    refresh_statistics(*kind.fills, *(fold.model for fold in kind.folds))
    return batch


def _refuse_unless_empty(kind: ImportKind, names: Sequence[str]) -> None:
    """Locks the tables, so that they stay empty until the rows of the import stand in them."""
    if not names:
        raise Refused(
            f"An import of {kind.title} does not go into tables at once; leave --initial out.", code="no_initial"
        )
    with connection.cursor() as cursor:
        cursor.execute(_OWNED, [names])
        if not cursor.fetchone()[0]:
            raise Refused(
                "This database role does not own the tables, and only their owner may take indexes away; name the "
                "owner in DATABASE_URL, or leave --initial out.",
                code="not_owner",
            )
    for model in kind.fills:
        if not _is_empty(model):
            raise _not_empty(model)


def _is_empty(model: type[models.Model]) -> bool:
    """Whether a table has no rows, and keeps others from it until the transaction ends."""
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(table))
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(table))
        return not cursor.fetchone()[0]


def _not_empty(model: type[models.Model]) -> Refused:
    return Refused(
        f"There are {model._meta.verbose_name_plural} here already, and an initial import goes into empty tables only; "
        "leave --initial out.",
        code="not_empty",
    )


def _definitions(queries: Sequence[str], *params: Sequence[str]) -> list[tuple[str, str]]:
    """How each of what goes is dropped and made again, in the order of dropping."""
    with connection.cursor() as cursor:
        found: list[tuple[str, str]] = []
        for query in queries:
            cursor.execute(query, params)
            found += cursor.fetchall()
        return found


def _settled(statements: Iterable[str]) -> None:
    """Executes what may not be done to a table while checks of its rows are pending."""
    _execute(["SET CONSTRAINTS ALL IMMEDIATE", *statements, "SET CONSTRAINTS ALL DEFERRED"])


def _execute(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
