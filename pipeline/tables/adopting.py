"""Rows of a table that are here already, though no import has brought them: those that are called the same."""

from typing import Any

from django.db.models import Count, Min

from salesmgmt.imports.domain.landing import adopt
from salesmgmt.imports.models import ImportedRow
from salesmgmt.imports.queries.staged import became, rows_of
from salesmgmt.imports.registry import Chunk


def adopt_by_name(chunk: Chunk, model: Any) -> None:
    """What one row of the file and one row here call by a name, and no row is known as yet, is one thing."""
    rows = {row.key: row for row in rows_of(chunk, "")}
    for key in became(chunk.batch.kind, chunk.file, rows).values():
        del rows[key]
    called = [row.values["name"] for row in rows.values()]
    once = model.objects.filter(name__in=called).values("name").annotate(many=Count("id"), one=Min("id"))
    alone = {row["one"] for row in once.order_by() if row["many"] == 1}
    taken = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file, subject_id__in=alone)
    alone -= {*taken.values_list("subject_id", flat=True)}
    here = {row.name: row for row in model.objects.filter(pk__in=alone)}
    adopt(
        chunk,
        {
            row.key: here[row.values["name"]]
            for row in rows.values()
            if row.values["name"] in here and called.count(row.values["name"]) == 1
        },
    )
