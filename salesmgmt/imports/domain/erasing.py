"""Takes the rows of somebody who is erased out of files that were handed in, and out of what is kept beside them."""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

import xlsxwriter

from salesmgmt.events.erasing import Erased
from salesmgmt.files.domain.erasing import remove_files
from salesmgmt.files.domain.storing import store
from salesmgmt.imports.columns import FileSpec
from salesmgmt.imports.domain.keeping import forget_rows
from salesmgmt.imports.models import ImportBatch, ImportedRow, ImportFile
from salesmgmt.imports.reading import Reading
from salesmgmt.imports.reading.bad_file import BadFile
from salesmgmt.imports.reading.rows import read_rows, records
from salesmgmt.imports.reading.shapes import XLSX
from salesmgmt.imports.registry import kind_of

STUB = b"erased\n"
ERASED = "What was wrong with it named somebody who was erased; hand the file in again."
_WHOLE = 0
"""Stands for every row of a file that cannot be read."""


@dataclass(frozen=True, slots=True)
class Named:
    """The rows of one file that name them, as a spreadsheet counts."""

    file: ImportFile
    rows: frozenset[int]


def known_as(of: Erased, records_of: Mapping[tuple[str, str], str]) -> dict[int, ImportedRow]:
    """What files call their rows: `records_of` gives for each source and record the kind of row that it became."""
    found = {}
    for (source, record), kind in records_of.items():
        rows = ImportedRow.objects.filter(source=source, record=record, subject_id__in=of.rows.get(kind, ()))
        found |= {row.pk: row for row in rows}
    return found


def files_that_name(of: Erased, records_of: Mapping[tuple[str, str], str]) -> Iterator[Named]:
    """Of the kinds of imports that `records_of` names: files with a row that says one of the words, or that is known by
    an id of theirs."""
    keys = {row.external_id for row in known_as(of, records_of).values()}
    sources = {source for source, _ in records_of}
    for file in ImportFile.objects.filter(batch__kind__in=sources).select_related("stored", "batch").order_by("pk"):
        if rows := frozenset(_rows_that_name(file, of, keys)):
            yield Named(file, rows)


def _rows_that_name(file: ImportFile, of: Erased, keys: set[str]) -> Iterator[int]:
    spec, how = _reading(file)
    try:
        with file.stored.content.open() as stream:
            for row_no, cells in records(stream, spec, how.shape):
                if row_no != how.shape.heading_row and _says(" ".join(cells), of):
                    yield row_no
        if keys and file.is_settled:
            with file.stored.content.open() as stream:
                rows = read_rows(stream, spec, file.batch.value_map, reading=how)
                yield from (row.row_no for row in rows if row.key(spec) in keys)
    except (BadFile, KeyError, LookupError, ValueError):
        with file.stored.content.open() as stream:
            if _says(stream.read().decode(errors="replace"), of):
                yield _WHOLE


def _plain_name(file: ImportFile) -> str:
    return _reading(file)[0].file_name


def _reading(file: ImportFile) -> tuple[FileSpec, Reading]:
    return kind_of(file.batch.kind).spec(file.name), Reading.of_json(file.reading)


def _says(text: str, of: Erased) -> bool:
    folded = text.casefold()
    return any(word in folded for word in of.words)


def erase_from_files(of: Erased, records_of: Mapping[tuple[str, str], str]) -> None:
    """Each such file is written anew with blank rows in their places, so that the others keep their numbers; the bytes
    as they came go with a job. Refusals and staged rows of theirs go with them."""
    before = []
    for named in list(files_that_name(of, records_of)):
        file, rows = named.file, named.rows
        batch: ImportBatch = file.batch
        before.append(file.stored_id)
        content = io.BytesIO(STUB) if _WHOLE in rows else _without(file, rows)
        name = _plain_name(file) if _says(file.stored.name, of) else file.stored.name
        limit = 2 * file.stored.size + 65_536
        file.stored = store(content=content, name=name, by=batch.started_by, at=of.at, limit=limit)
        file.reading |= {"sample": []}
        if _says(file.reading.get("problem", ""), of):
            file.reading |= {"problem": ERASED}
        file.save(update_fields=["stored", "reading"])
        batch.refusals.filter(file=file.name, row_no__in=rows).delete()
        batch.staged_rows.filter(file=file.name, row_no__in=rows).delete()
    remove_files(before, key=f"imports.{of.key}", at=of.at)


def _without(file: ImportFile, rows: frozenset[int]) -> IO[bytes]:
    spec, how = _reading(file)
    with file.stored.content.open() as stream:
        kept = [(row_no, cells) for row_no, cells in records(stream, spec, how.shape) if row_no not in rows]
    return _sheet(kept, how.shape.sheet) if how.shape.container == XLSX else _text(kept, how)


def _text(kept: list[tuple[int, list[str]]], how: Reading) -> IO[bytes]:
    written = io.StringIO(newline="")
    writer, last = csv.writer(written, delimiter=how.shape.delimiter, lineterminator="\n"), 0
    for row_no, cells in kept:
        written.write("\n" * (row_no - last - 1))
        writer.writerow(cells)
        last = row_no
    return io.BytesIO(written.getvalue().encode(how.shape.encoding, errors="replace"))


def _sheet(kept: list[tuple[int, list[str]]], name: str) -> IO[bytes]:
    into = tempfile.SpooledTemporaryFile(max_size=1_048_576)  # noqa: SIM115  # `store` reads it after this
    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name or None)
    for row_no, cells in kept:
        for place, cell in enumerate(cells):
            sheet.write_string(row_no - 1, place, cell)
    book.close()
    into.seek(0)
    return into  # type: ignore[return-value]


def forget(of: Erased, records_of: Mapping[tuple[str, str], str]) -> None:
    """How their rows were before an import changed them, and what they are called elsewhere."""
    known = known_as(of, records_of)
    for kind, numbers in of.rows.items():
        forget_rows(kind=kind, numbers=numbers)
    forget_rows(kind=ImportedRow._meta.label_lower, numbers=known)
    ImportedRow.objects.filter(pk__in=known).delete()
