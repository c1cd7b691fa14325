"""The rows of a table as values of a file's columns."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import orjson

from salesmgmt.common.formulas import unguarded
from salesmgmt.imports.columns import Column, FileSpec, Problem, Unreadable, Values, read_value
from salesmgmt.imports.reading.bad_file import BadFile
from salesmgmt.imports.reading.shapes import XLSX, Shape
from salesmgmt.imports.reading.sheets import sheet_records
from salesmgmt.imports.reading.texts import Record, text_records

ValueMaps = Mapping[str, Mapping[str, str]]
"""Column -> value in the file -> value that it stands for."""
KEPT_TEXTS, LONGEST_KEPT = 4096, 200


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: its shape, and heading -> column; without columns, headings are the columns' own names.

    `says` is what stands in columns that the file has no heading for.
    """

    shape: Shape = field(default_factory=Shape)
    columns: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"shape": self.shape.as_json(), "columns": dict(self.columns), "says": dict(self.says)}

    def heading_of(self, spec: FileSpec, name: str) -> str:
        """What the file calls a column, or people, where the file has none; rows as wholes are of none."""
        stands_for = [heading for heading, column in self.columns.items() if column == name]
        return " and ".join(stands_for) or spec.label_of(name)

    @classmethod
    def of_json(cls, document: Mapping[str, Any]) -> "Reading":
        return cls(Shape.of_json(document.get("shape", {})), document.get("columns", {}), document.get("says", {}))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a file: `row_no` as a spreadsheet counts, values, and what is wrong with it."""

    row_no: int
    values: Values
    problems: tuple[Problem, ...]

    def key(self, spec: FileSpec) -> str:
        return str(self.values.get(spec.key) or "")

    def document(self) -> str:
        """Its values as JSON: the same for the same values, whatever the order of the columns in the file."""
        return orjson.dumps(self.values, option=orjson.OPT_SORT_KEYS).decode()

    @property
    def digest(self) -> str:
        return digest_of(self.document())


def digest_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def records(stream: IO[bytes], spec: FileSpec, shape: Shape) -> Iterator[Record]:
    """Row number and cells of the rows that are not blank, from the file's first one on."""
    return (sheet_records if shape.container == XLSX else text_records)(stream, spec, shape)


def read_rows(
    stream: IO[bytes], spec: FileSpec, maps: ValueMaps, *, after: int = 1, reading: Reading | None = None
) -> Iterator[ReadRow]:
    """The rows below the heading and behind row `after`. Raises BadFile."""
    how = reading or Reading()
    layout: _Layout | None = None
    for row_no, cells in records(stream, spec, how.shape):
        if row_no == how.shape.heading_row:
            layout = _Layout(spec, how, cells, maps)
        elif layout is not None and row_no > after:
            yield layout.read(row_no, cells)


class _Layout:
    """Where in a row the values of each column stand.

    Most columns say few different things in very many rows, so what a text was read as is kept for the next row.
    """

    def __init__(self, spec: FileSpec, how: Reading, headings: Sequence[str], maps: ValueMaps) -> None:
        self._spec, self._shape, self._width = spec, how.shape, len(headings)
        self._places = places_of(spec, how.columns, headings, how.says)
        self._says = {name: said for name, said in how.says.items() if name not in self._places}
        self._columns: list[tuple[Column, str, int | None, Mapping[str, str], dict[str, str | int | None]]] = [
            (column, column.name, self._place_of(column.name), maps.get(column.name, {}), {}) for column in spec.columns
        ]

    def read(self, row_no: int, cells: list[str]) -> ReadRow:
        _fit(cells, self._width, padded=self._shape.container == XLSX)
        if len(cells) != self._width:
            return self._ragged(row_no, cells)
        values: dict[str, str | int | None] = {}
        problems: list[Problem] = []
        for column, name, place, mapped, known in self._columns:
            text = self._said(name, cells) if place is None else cells[place]
            if text in known:
                values[name] = known[text]
                continue
            self._read_cell(column, self._bare(text.strip()), mapped, values, problems)
            if values[name] is not None and len(known) < KEPT_TEXTS and len(text) <= LONGEST_KEPT:
                known[text] = values[name]
        if self._spec.key_else and values[self._spec.key] is None:
            values[self._spec.key] = _key_of([values[name] for name in self._spec.key_else])
        if not problems:
            problems.extend(self._spec.check_row(values))
        return ReadRow(row_no, values, tuple(problems))

    def _place_of(self, name: str) -> int | None:
        """Where a column stands; None for one that several make up, or none."""
        places = self._places.get(name, [])
        return places[0] if len(places) == 1 else None

    def _said(self, name: str, cells: list[str]) -> str:
        return self._says[name] if name in self._says else _joined(cells, self._places.get(name, []))

    def _bare(self, text: str) -> str:
        """Without the apostrophe by which texts in CSV files keep spreadsheets from running them."""
        return text if self._shape.container == XLSX else unguarded(text)

    def _read_cell(
        self,
        column: Column,
        text: str,
        mapped: Mapping[str, str],
        values: dict[str, str | int | None],
        problems: list[Problem],
    ) -> None:
        try:
            said = mapped.get(text, text)
            values[column.name] = read_value(column, said, self._shape.date_order, self._shape.decimals)
        except Unreadable as fault:
            values[column.name] = None
            problems.append(Problem(column.name, text.replace("\x00", "")[:200], fault.reason, fault.way_out))

    def _ragged(self, row_no: int, cells: list[str]) -> ReadRow:
        places = self._places.get(self._spec.key, ())
        key = cells[places[0]].strip()[:200] if places and places[0] < len(cells) else ""
        fault = Problem(
            "",
            "",
            f"the row has {len(cells)} values for {self._width} columns",
            "put values with a comma in them between quotes, or add what is missing",
        )
        return ReadRow(row_no, {self._spec.key: key.replace("\x00", "")}, (fault,))


def _key_of(said: Sequence[str | int | None]) -> str | None:
    """What several columns say together, short enough to be a key; None where they say nothing."""
    key = " · ".join(str(value) for value in said if value is not None)
    return key if len(key) <= LONGEST_KEPT else hashlib.sha256(key.encode()).hexdigest() if key else None


def _joined(cells: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(filter(None, (cells[place].strip() for place in places)))


def places_of(
    spec: FileSpec, columns: Mapping[str, str], headings: Sequence[str], says: Mapping[str, str] | None = None
) -> dict[str, list[int]]:
    """Column -> where its cells stand. Raises BadFile for columns that are missing, or named twice."""
    names = [heading.strip() for heading in headings]
    if not columns:
        own = {column.name for column in spec.columns}
        columns = {name: name.lower() for name in names if name.lower() in own}
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name in columns:
            places.setdefault(columns[name], []).append(place)
    missing = [
        column.name if spec.whole else column.label
        for column in spec.expected
        if column.name not in {*places, *(says or {})}
    ]
    if missing:
        raise BadFile(
            f"{spec.file_name} has no column {', '.join(missing)}; add it to the heading (it may be blank below), or "
            "say which of the headings stands for it.",
            field=spec.name,
        )
    twice = next((name for name in names if name in columns and names.count(name) > 1), None)
    if twice is not None:
        raise BadFile(f"{spec.file_name} has the column {twice} twice; remove one.", field=spec.name)
    return places


def _fit(cells: list[str], width: int, *, padded: bool) -> None:
    """Cells that spreadsheets leave blank behind the last column are no fault; sheets leave out blank ones too."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if padded:
        cells.extend([""] * (width - len(cells)))
