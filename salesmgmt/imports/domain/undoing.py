"""Takes back what an import has landed: rows that it made go, rows that it changed are as they were before."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import append
from salesmgmt.events.domain.jobs import enqueue, retry
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.keeping import WINDOW
from salesmgmt.imports.domain.standing import Obstacle, Standing, is_append_only, written_columns
from salesmgmt.imports.domain.starting import UNDO, one_at_a_time
from salesmgmt.imports.models import ImportBatch, ImportChange, RowBefore
from salesmgmt.imports.registry import kind_of
from salesmgmt.imports.rules import require_import
from salesmgmt.imports.telling import Told
from salesmgmt.web.domain.undoing import use_up

JOB_KIND = "imports.undo"
NAMED_OBSTACLES = 5
LISTED_OBSTACLES = 200

_FIRST = """
CREATE TEMP TABLE import_before ON COMMIT DROP AS
SELECT DISTINCT ON (row_id) row_id, before.values, change.columns
FROM imports_rowbefore before
JOIN imports_importchange change ON change.id = before.change_id
JOIN import_undo undo ON undo.relation = change.relation AND undo.pk = before.row_id AND NOT undo.created
WHERE change.batch_id = %s AND change.relation = %s
ORDER BY row_id, change.id
"""
_RESTORED = """
UPDATE {table} here SET ({columns}) = ROW({values})
FROM import_before before, LATERAL jsonb_populate_record(NULL::{table}, before.values) AS was
WHERE here.id = before.row_id
"""
_BROUGHT_BACK = """
INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {values}
FROM import_before before, LATERAL jsonb_populate_record(NULL::{table}, before.values) AS was
WHERE NOT EXISTS (SELECT 1 FROM {table} here WHERE here.id = before.row_id)
"""
_REMOVED = "DELETE FROM {table} USING import_undo undo WHERE undo.relation = %s AND undo.created AND id = undo.pk"
_ONLY_ADDED = "SELECT imports_remove_made(%s, %s::regclass)"
_DERIVED = """
DELETE FROM {table} USING import_undo undo WHERE undo.relation = %s AND undo.created AND {table}.{column} = undo.pk
"""


class ImportStands(Conflict):
    """Rows of the import were changed since, or something newer hangs on them; `obstacles` lists the first of them."""

    code = "import_stands"

    def __init__(self, batch: ImportBatch, obstacles: Sequence[Obstacle]) -> None:
        named = "; ".join(map(str, obstacles[:NAMED_OBSTACLES]))
        more = len(obstacles) - NAMED_OBSTACLES
        also = f"; and {'at least ' if len(obstacles) == LISTED_OBSTACLES else ''}{more} more" if more > 0 else ""
        super().__init__(
            f"{batch} cannot be undone, because what was done here since would be lost: {named}{also}. "
            "Correct the import's rows on their own pages."
        )
        self.obstacles = obstacles


def undo_import(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Asks for the job that takes an ended import back. After one that was refused or cancelled it may be asked again.

    Raises NotAllowed, ImportStands with the rows in the way, ImportUnderWay, and Refused for an import that was undone
    already or whose window has passed; then nothing changes.
    """
    kind = kind_of(batch.kind)
    require_import(by, kind)
    with transaction.atomic():
        use_up(verb=UNDO, params={"batch_id": batch.pk}, by=by, at=at)
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        one_at_a_time(kind)
        _refuse_what_is_over(locked, at)
        _refuse_obstacles(Standing(locked, stays=kind.stays, lock=False))
        job = enqueue(kind=JOB_KIND, effect_key=f"import-undo:{batch.pk}", params={"batch_id": batch.pk}, by=by, at=at)
        if job.state in (JobState.FAILED, JobState.CANCELLED):
            retry(job=job, by=by, at=at)
        locked.undo_job = job
        locked.save(update_fields=["undo_job"])
    return locked


def may_be_undone(batch: ImportBatch, *, at: datetime) -> bool:
    """Whether there is something to take back, and still time for it."""
    is_over = batch.job is not None and batch.job.is_over
    return is_over and batch.undone_at is None and at < batch.created_at + WINDOW and batch.changes.exists()


def run_undo(job: RunningJob) -> dict[str, Any]:
    """Takes an import back in one transaction, so that nobody sees half of it and a killed worker leaves all of it."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=job.params["batch_id"])
        if batch.job is None or not batch.job.is_over:
            raise Refused(f"{batch} is under way again; wait until it has ended, then undo it.", code="not_over")
        standing = Standing(batch, stays=kind_of(batch.kind).stays, lock=True)
        _refuse_obstacles(standing)
        _take_back(standing)
        batch.undone_at = job.at
        batch.save(update_fields=["undone_at"])
        RowBefore.objects.filter(change__batch=batch).delete()
        ImportChange.objects.filter(batch=batch).delete()
        batch.staged_rows.all().delete()
        _tell(batch, by=job.by, at=job.at)
        job.finish({"batch_id": batch.pk})
    return {"batch_id": batch.pk}


def _refuse_what_is_over(batch: ImportBatch, at: datetime) -> None:
    if batch.job_id is None:
        raise Refused(f"{batch} has not been started, so there is nothing to undo; discard it.", code="still_a_draft")
    if batch.undone_at is not None:
        raise Refused(f"{batch} was undone already; start it again to have its rows back.", code="already_undone")
    if at >= batch.created_at + WINDOW:
        raise Refused(
            f"{batch} could be undone for {WINDOW.days} days; correct its rows on their own pages.", code="too_late"
        )
    if not batch.changes.exists():
        raise Refused(f"{batch} has changed nothing, so there is nothing to undo; leave it.", code="changed_nothing")


def _refuse_obstacles(standing: Standing) -> None:
    obstacles = list(islice(standing.obstacles(), LISTED_OBSTACLES))
    if obstacles:
        raise ImportStands(standing.batch, obstacles)


def _take_back(standing: Standing) -> None:
    """First what was made, then what was changed: a value that two rows may not both have is free by then."""
    with connection.cursor() as cursor:
        for reference in standing.references:
            if reference.is_derived:
                table, column = sql.Identifier(reference.child), sql.Identifier(reference.column)
                cursor.execute(sql.SQL(_DERIVED).format(table=table, column=column), [reference.parent])
        for relation in standing.relations:
            if is_append_only(relation):
                cursor.execute(_ONLY_ADDED, [standing.batch.pk, relation])
            else:
                cursor.execute(sql.SQL(_REMOVED).format(table=sql.Identifier(relation)), [relation])
        for relation in standing.relations:
            cursor.execute("DROP TABLE IF EXISTS import_before")
            cursor.execute(_FIRST, [standing.batch.pk, relation])
            cursor.execute("SELECT DISTINCT columns FROM import_before")
            for (columns,) in cursor.fetchall():
                for statement in (_RESTORED, _BROUGHT_BACK):
                    cursor.execute(_over(statement, relation, columns), [columns])


def _over(statement: str, relation: str, kept: Sequence[str]) -> sql.Composed:
    """A statement over the rows of a table that were kept with these columns; what is generated follows by itself."""
    columns = [name for name in written_columns(relation) if name in kept]
    return sql.SQL(statement + " AND before.columns = %s::varchar[]").format(
        table=sql.Identifier(relation),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(sql.Identifier("was", name) for name in columns),
    )


def _tell(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    """For what the import told of (`deals.imported`), one event that it is no longer so (`deals.import_undone`), with
    the days that all of it spanned."""
    told = Told()
    for event in Event.objects.of(batch).filter(kind__endswith=".imported"):
        spans = {name: value for name, value in event.payload.items() if name.endswith(("_from", "_to"))}
        told.tell(f"{event.kind.removesuffix('.imported')}.import_undone", **spans)
    for kind, spans in sorted(told.facts.items()):
        append(kind=kind, subject=batch, by=by, at=at, payload={"batch_id": batch.pk, **spans})
