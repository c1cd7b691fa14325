"""The refused rows of an import with their own cells beside why: to be corrected there and handed in again."""

import csv
from collections.abc import Iterator, Sequence
from typing import IO

import xlsxwriter

from salesmgmt.common.formulas import guarded
from salesmgmt.imports.models import ImportBatch, ImportFile
from salesmgmt.imports.queries.headings import Headings, headings_of
from salesmgmt.imports.reading import Reading
from salesmgmt.imports.reading.rows import records
from salesmgmt.imports.registry import kind_of

WHY = ("File", "Row", "Field", "Reason", "Way out")


def error_rows(batch: ImportBatch) -> Iterator[Sequence[object]]:
    """For each file its own headings before why, then its refused rows as they were handed in, from its first to its
    last row; a row with several problems stands once. What a row has beyond its headings stands behind why, so that
    nothing of it is lost and it does not pass for whole when it is handed in again."""
    headings = headings_of(batch)
    for file in batch.files.select_related("stored"):
        told = _told(batch, file.name, headings)
        if told:
            yield from _rows_of(batch, file, told)


def _told(batch: ImportBatch, name: str, headings: Headings) -> dict[int, tuple[str, str, str]]:
    told: dict[int, tuple[str, str, str]] = {}
    for row in batch.refusals.filter(file=name).order_by("row_no", "id").iterator(chunk_size=2000):
        said = (headings.of(name, row.field), row.reason, row.way_out)
        before = told.get(row.row_no)
        told[row.row_no] = tuple("; ".join(pair) for pair in zip(before, said, strict=True)) if before else said
    return told


def _rows_of(batch: ImportBatch, file: ImportFile, told: dict[int, tuple[str, str, str]]) -> Iterator[Sequence[object]]:
    spec, shape = kind_of(batch.kind).spec(file.name), Reading.of_json(file.reading).shape
    with file.stored.content.open() as stream:
        for row_no, cells in records(stream, spec, shape):
            if row_no == shape.heading_row:
                width = len(cells)
                yield (*cells, *WHY)
            elif row_no in told:
                fitted = [*cells[:width], *[""] * (width - len(cells))]
                yield (*fitted, spec.file_name, row_no, *told[row_no], *cells[width:])


def csv_lines(batch: ImportBatch) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for cells in error_rows(batch):
        yield writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])


def write_workbook(batch: ImportBatch, into: IO[bytes]) -> None:
    """All cells as texts and numbers: a workbook calculates none of them."""
    book = xlsxwriter.Workbook(into, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Refused rows")
    for number, cells in enumerate(error_rows(batch)):
        for place, cell in enumerate(cells):
            (sheet.write_number if isinstance(cell, int) else sheet.write_string)(number, place, cell)
    book.close()


class _Echo:
    """Hands each line of a csv.writer on instead of keeping it."""

    def write(self, line: str) -> str:
        return line
