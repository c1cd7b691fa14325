"""What an import did that still stands as it left it, and what is in the way of taking it back.

Works on `import_undo`, a temporary table of all the rows that the import created, changed or deleted, with the last
mark of each. Rows are compared with their marks over the columns that there were then, so that a later release, which
adds columns, is no change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import connection
from django.db.models import Model
from psycopg import sql

from salesmgmt.imports.domain.keeping import mark_of
from salesmgmt.imports.models import ImportBatch

_ROWS = """
CREATE TEMP TABLE import_undo ON COMMIT DROP AS
SELECT relation, pk, (array_agg(mark ORDER BY change.id DESC))[1] AS mark, bool_or(created) AS created,
       max(change.id) AS change_id
FROM imports_importchange change, unnest(change.pks, change.marks) AS kept (pk, mark)
WHERE batch_id = %s GROUP BY relation, pk
"""
_COLUMNS = """
SELECT DISTINCT change.columns FROM imports_importchange change WHERE batch_id = %s AND relation = %s
"""
_CHANGED = """
SELECT undo.pk FROM import_undo undo
JOIN imports_importchange change ON change.id = undo.change_id AND change.columns = %s::varchar[]
LEFT JOIN {table} here ON here.id = undo.pk
WHERE undo.relation = %s
  AND undo.mark IS DISTINCT FROM CASE WHEN here.id IS NOT NULL THEN {mark} END
ORDER BY undo.pk
"""
_WRITTEN = """
SELECT attname::text FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
_REFERENCES = """
SELECT child.relname::text, attribute.attname::text, parent.relname::text
FROM pg_constraint reference
JOIN pg_class child ON child.oid = reference.conrelid
JOIN pg_class parent ON parent.oid = reference.confrelid
JOIN pg_attribute attribute ON attribute.attrelid = child.oid AND attribute.attnum = reference.conkey[1]
WHERE reference.contype = 'f' AND parent.relnamespace = current_schema()::regnamespace AND parent.relname = ANY(%s)
ORDER BY 1, 2
"""
_HANGING = """
SELECT child.{pk}::text, undo.pk FROM {child} child
JOIN import_undo undo ON undo.relation = %s AND undo.pk = child.{column} AND undo.created
{but_own}
ORDER BY 1
"""
_BUT_OWN = """
WHERE NOT EXISTS (SELECT 1 FROM import_undo own WHERE own.relation = %s AND own.pk = child.{pk})
"""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A row that keeps an import from being undone: it was changed since, or something newer (`by`) hangs on it."""

    relation: str
    pk: int
    by: str = ""

    def __str__(self) -> str:
        model = model_of(self.relation)
        noun = f"{model._meta.verbose_name} {self.pk}"
        return f"{noun} has {self.by}" if self.by else f"{noun} was changed since"


@dataclass(slots=True)
class Reference:
    """A foreign key to a table of the import's."""

    child: str
    column: str
    parent: str

    @property
    def pk(self) -> str:
        return str(model_of(self.child)._meta.pk.column)

    @property
    def is_derived(self) -> bool:
        """Whether the product made the rows by itself, so that they go with what they hang on."""
        return bool(getattr(model_of(self.child), "derived", False))


def model_of(relation: str) -> type[Model]:
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == relation)


def is_append_only(relation: str) -> bool:
    return bool(getattr(model_of(relation), "append_only", False))


def written_columns(relation: str) -> list[str]:
    """A table's columns of today, without those that the database generates."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [relation])
        return [name for (name,) in cursor.fetchall()]


class Standing:
    """Belongs in a transaction; `lock` keeps the rows as they are until its end."""

    def __init__(self, batch: ImportBatch, *, stays: Sequence[type[Model]], lock: bool) -> None:
        self.batch = batch
        self.stays = {model._meta.db_table for model in stays}
        self._execute("DROP TABLE IF EXISTS import_undo")
        self._execute(_ROWS, [batch.pk])
        self._execute("CREATE INDEX ON import_undo (relation, pk)")
        self._execute("ANALYZE import_undo")
        if lock:
            for relation in self.relations:
                self._lock(relation)
        self._let_stay()

    @cached_property
    def relations(self) -> list[str]:
        """The tables with rows that the import did something to."""
        return [name for (name,) in self._rows("SELECT DISTINCT relation FROM import_undo ORDER BY 1")]

    @cached_property
    def references(self) -> list[Reference]:
        return [Reference(*row) for row in self._rows(_REFERENCES, [self.relations])]

    def obstacles(self) -> Iterator[Obstacle]:
        """Changed rows first, then those that something newer hangs on."""
        for relation in self.relations:
            yield from (Obstacle(relation, pk) for pk in self._changed(relation))
        for reference in self.references:
            if not reference.is_derived:
                yield from self._hanging(reference)

    def _let_stay(self) -> None:
        """Of models whose rows others share, all that the import made stays where any of it has come to be used; what
        stays is then used itself, so look again until nothing more does."""
        shared = self.stays & set(self.relations)
        while used := {relation for relation in shared if self._is_used(relation)}:
            for relation in used:
                self._execute("DELETE FROM import_undo WHERE relation = %s AND created", [relation])
            shared -= used

    def _is_used(self, relation: str) -> bool:
        hanging = (
            next(self._hanging(reference), None) for reference in self.references if reference.parent == relation
        )
        return next(iter(self._changed(relation)), None) is not None or any(hanging)

    def _changed(self, relation: str) -> Iterator[int]:
        for (columns,) in self._rows(_COLUMNS, [self.batch.pk, relation]):
            query = sql.SQL(_CHANGED).format(table=sql.Identifier(relation), mark=mark_of(relation, columns))
            yield from (pk for (pk,) in self._rows(query, [columns, relation]))

    def _hanging(self, reference: Reference) -> Iterator[Obstacle]:
        pk = sql.Identifier(reference.pk)
        own = reference.child in self.relations
        query = sql.SQL(_HANGING).format(
            child=sql.Identifier(reference.child),
            column=sql.Identifier(reference.column),
            pk=pk,
            but_own=sql.SQL(_BUT_OWN if own else "").format(pk=pk),
        )
        noun = model_of(reference.child)._meta.verbose_name
        params = [reference.parent, *([reference.child] if own else [])]
        yield from (Obstacle(reference.parent, on, f"{noun} {child}") for child, on in self._rows(query, params))

    def _lock(self, relation: str) -> None:
        """Rows that are only added stay as they are by themselves, and the product's role could not lock them."""
        if is_append_only(relation):
            return
        query = sql.SQL(
            "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE id IN (SELECT pk FROM import_undo WHERE relation = %s) "
            "ORDER BY id FOR UPDATE) locked"
        )
        self._execute(query.format(table=sql.Identifier(relation)), [relation])

    def _rows(self, query: str | sql.Composed, params: Sequence[object] = ()) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()

    def _execute(self, query: str | sql.Composed, params: Sequence[object] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, params)
