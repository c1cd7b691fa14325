"""What came of an import."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.models import ImportBatch, ImportRefusal
from salesmgmt.imports.queries.headings import Headings

Counts = dict[str, dict[str, int]]


def counts_of(batch: ImportBatch, files: Iterable[str]) -> Counts:
    """For each file how many rows are new, changed, the same and refused."""
    counts = {name: {verdict.lower(): 0 for verdict in Verdict.values} for name in files}
    for name, verdict, rows in (
        batch.staged_rows.exclude(verdict="").values_list("file", "verdict").annotate(rows=Count("id")).order_by()
    ):
        counts[name][verdict.lower()] = rows
    return counts


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that nothing here is called by, in how many rows, and the known value that it is most like; `heading`
    is what the file calls the column."""

    file: str
    field: str
    value: str
    rows: int
    suggestion: str
    heading: str


def unknown_values(batch: ImportBatch, headings: Headings) -> list[UnknownValue]:
    """What could be mapped to something known, the most frequent first."""
    found = (
        ImportRefusal.objects.filter(batch=batch)
        .exclude(value="")
        .filter(way_out__contains="map it to")
        .values_list("file", "field", "value")
        .annotate(rows=Count("row_no", distinct=True), suggestion=Min("suggestion"))
        .order_by("-rows", "file", "field", "value")
    )
    return [UnknownValue(*row, heading=headings.of(row[0], row[1])) for row in found]
