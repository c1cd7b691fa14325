"""Reads a CSV file row by row: what is wrong with the file as a whole is refused, what is wrong with a row is told."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from salesmgmt.common.problems import Refused
from salesmgmt.imports.columns import Column, FileSpec, Problem, Unreadable, Values, read_value

ValueMaps = Mapping[str, Mapping[str, str]]
"""Column -> value in the file -> value that it stands for."""


class BadFile(Refused):
    """A file that cannot be read as what it is given for; nothing of it was taken."""

    code = "bad_file"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a file: `row_no` as a spreadsheet counts (the heading is row 1), values, and what is wrong with it."""

    row_no: int
    values: Values
    problems: tuple[Problem, ...]

    def key(self, spec: FileSpec) -> str:
        return str(self.values.get(spec.key) or "")

    @property
    def digest(self) -> str:
        """The same for the same values, whatever the order of the columns in the file."""
        text = json.dumps(self.values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read_rows(stream: IO[bytes], spec: FileSpec, maps: ValueMaps, *, after: int = 1) -> Iterator[ReadRow]:
    """The rows behind row `after`. Raises BadFile."""
    for row_no, places, cells in _records(stream, spec):
        if row_no > after:
            yield _read_row(spec, maps, row_no, places, cells)


def count_rows(stream: IO[bytes], spec: FileSpec) -> int:
    """Reads the file to its end; the number of rows below the heading. Raises BadFile where it cannot be read."""
    count = sum(1 for _ in _records(stream, spec))
    if not count:
        raise BadFile(f"{spec.file_name} has no rows below its heading; export it again.", field=spec.name)
    return count


def _records(stream: IO[bytes], spec: FileSpec) -> Iterator[tuple[int, Mapping[str, int], list[str]]]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.reader(text)
    try:
        heading = next(reader, [])
        places = _places(spec, heading)
        for row_no, cells in enumerate(reader, start=2):
            if cells:
                yield row_no, places, _fitting(cells, len(heading))
    except UnicodeDecodeError as error:
        raise BadFile(
            f"{spec.file_name} is not UTF-8 text (byte {error.object[error.start]:#04x} is none of it); "
            "save it as “CSV UTF-8” and hand it in again.",
            field=spec.name,
        ) from error
    except csv.Error as error:
        raise BadFile(
            f"{spec.file_name} cannot be read as CSV near line {reader.line_num} ({error}); export it again.",
            field=spec.name,
        ) from error
    finally:
        text.detach()


def _places(spec: FileSpec, heading: list[str]) -> Mapping[str, int]:
    names = [name.strip().lower() for name in heading]
    missing = [column.name for column in spec.columns if column.name not in names]
    if missing:
        raise BadFile(
            f"{spec.file_name} has no column {', '.join(missing)}; "
            "add it to the heading in the first row, with commas between columns (it may be blank below).",
            field=spec.name,
        )
    twice = next((column.name for column in spec.columns if names.count(column.name) > 1), None)
    if twice:
        raise BadFile(f"{spec.file_name} has the column {twice} twice; remove one.", field=spec.name)
    return {column.name: names.index(column.name) for column in spec.columns} | {"": len(heading)}


def _fitting(cells: list[str], width: int) -> list[str]:
    """Cells that spreadsheets leave blank behind the last column are no fault."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _read_row(spec: FileSpec, maps: ValueMaps, row_no: int, places: Mapping[str, int], cells: list[str]) -> ReadRow:
    width = places[""]
    if len(cells) != width:
        key = cells[places[spec.key]].strip()[:200] if places[spec.key] < len(cells) else ""
        ragged = Problem(
            "",
            "",
            f"the row has {len(cells)} values for {width} columns",
            "put values with a comma in them between quotes, or add what is missing",
        )
        return ReadRow(row_no, {spec.key: key.replace("\x00", "")}, (ragged,))
    values: dict[str, str | int | None] = {}
    problems: list[Problem] = []
    for column in spec.columns:
        _read_cell(column, cells[places[column.name]], maps.get(column.name, {}), values, problems)
    if not problems:
        problems.extend(spec.check_row(values))
    return ReadRow(row_no, values, tuple(problems))


def _read_cell(
    column: Column,
    cell: str,
    mapped: Mapping[str, str],
    values: dict[str, str | int | None],
    problems: list[Problem],
) -> None:
    text = cell.strip()
    try:
        values[column.name] = read_value(column, mapped.get(text, text))
    except Unreadable as fault:
        values[column.name] = None
        problems.append(Problem(column.name, text.replace("\x00", "")[:200], fault.reason, fault.way_out))
