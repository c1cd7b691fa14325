"""Looks at a whole file once before anything is made of it: how it is written, what its headings stand for, how many
rows it has, and what is left to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO

from salesmgmt.imports.columns import Column, DateOrder, Decimals, FileSpec
from salesmgmt.imports.reading.bad_file import BadFile
from salesmgmt.imports.reading.evidence import TELLING, Evidence
from salesmgmt.imports.reading.matching import Matching, joins, match, normal
from salesmgmt.imports.reading.rows import KEPT_TEXTS, Reading, places_of, records
from salesmgmt.imports.reading.shapes import CSV, XLSX, Shape
from salesmgmt.imports.reading.sheets import is_workbook, sheet_names, sheet_records
from salesmgmt.imports.reading.texts import delimiter_of, encoding_of

ROWS_WITH_A_HEADING = 10
SAMPLE_ROWS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says of a file: heading -> column (blank: left out), and what its values do not say themselves.

    `confirmed`: they have seen what has changed in its heading.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    date_order: DateOrder | None = None
    decimals: Decimals | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """A file after the look. `problem` is what keeps it from being read, in a sentence; None when it can be.

    `changes` says in words how its heading differs from the one that was decided about.
    """

    reading: Reading
    matching: Matching
    row_count: int
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...] = ()
    problem: BadFile | None = None
    changes: str = ""

    def as_json(self) -> dict[str, object]:
        """What is kept with a file: how it is read, and what a person is shown who decides about that."""
        return {
            **self.reading.as_json(),
            "headings": self.headings,
            "matches": [[each.heading, each.column, each.how] for each in self.matching.matches],
            "layout": self.matching.layout.title if self.matching.layout else "",
            "sample": self.sample,
            "sheets": self.sheets,
            "problem": self.problem.message if self.problem else "",
            "problem_code": self.problem.code if self.problem else "",
            "changes": self.changes,
        }


def examine(
    stream: IO[bytes], spec: FileSpec, asked: Asked | None = None, remembered: Mapping[str, str] | None = None
) -> Examined:
    """Raises BadFile for what no answer could help: no table, no rows, a cell that fills the memory."""
    said = asked or Asked()
    sheets: tuple[str, ...] = ()
    if is_workbook(stream, spec):
        sheets = tuple(sheet_names(stream, spec))
        shape = Shape(container=XLSX, sheet=_sheet(stream, spec, sheets, said.sheet))
    else:
        encoding = encoding_of(stream, spec)
        shape = Shape(container=CSV, encoding=encoding, delimiter=delimiter_of(stream, encoding))
    row_no, headings = _heading(stream, spec, shape)
    shape = replace(shape, heading_row=row_no)
    matching = match(spec, headings, remembered or {}, said.columns)
    columns = matching.columns
    problem = _problem_with_columns(spec, headings, matching)
    says = matching.layout.says if matching.layout else {}
    places = {} if problem else places_of(spec, columns, headings, says)
    row_count, evidence, sample = _survey(stream, spec, shape, places)
    shape = replace(
        shape,
        date_order=said.date_order or evidence.date_order,
        decimals=said.decimals or evidence.decimals(shape.delimiter if shape.container == CSV else ""),
    )
    problem = problem or _problem_with_values(spec, shape, evidence)
    return Examined(Reading(shape, columns, says), matching, row_count, tuple(headings), sample, sheets, problem)


def _sheet(stream: IO[bytes], spec: FileSpec, sheets: Sequence[str], wanted: str) -> str:
    if wanted and wanted not in sheets:
        raise BadFile(f"{spec.file_name} has no sheet “{wanted}”; choose one of {', '.join(sheets)}.", field=spec.name)
    if not sheets:
        raise BadFile(f"{spec.file_name} has no sheet; save it anew from the program that wrote it.", field=spec.name)
    return wanted or _first_table(stream, spec, sheets)


def _first_table(stream: IO[bytes], spec: FileSpec, sheets: Sequence[str]) -> str:
    """The first sheet with a row below its heading, since many workbooks begin with a cover."""
    for name in sheets[:-1]:
        if len(list(islice(sheet_records(stream, spec, Shape(container=XLSX, sheet=name)), 2))) == 2:
            return name
    return sheets[-1]


def _heading(stream: IO[bytes], spec: FileSpec, shape: Shape) -> tuple[int, list[str]]:
    """The first row, or the one of the first ten in which most cells are headings that are known."""
    known = {normal(name) for column in spec.columns for name in (column.name, column.label, *column.known_as)} | {
        normal(heading) for layout in spec.layouts for heading in layout.headings
    }
    rows = []
    for record in records(stream, spec, shape):
        rows.append(record)
        if len(rows) == ROWS_WITH_A_HEADING:
            break
    if not rows:
        raise BadFile(f"{spec.file_name} is empty; export it again.", field=spec.name)
    row_no, cells = max(rows, key=lambda row: len({normal(cell) for cell in row[1]} & known))
    while cells and not cells[-1].strip():
        cells.pop()
    return row_no, cells


def _survey(
    stream: IO[bytes], spec: FileSpec, shape: Shape, places: Mapping[str, Sequence[int]]
) -> tuple[int, Evidence, tuple[tuple[str, ...], ...]]:
    evidence, count = Evidence(), 0
    sample: list[tuple[str, ...]] = []
    columns = [(spec.column(name), where[0]) for name, where in places.items()]
    looked_at: list[tuple[Column, int, set[str]]] = [
        (column, place, set()) for column, place in columns if column.kind in TELLING
    ]
    for row_no, cells in records(stream, spec, shape):
        if row_no <= shape.heading_row:
            continue
        count += 1
        if len(sample) < SAMPLE_ROWS:
            sample.append(tuple(cell[:200] for cell in cells))
        for column, place, seen in looked_at:
            if place < len(cells) and (text := cells[place]) not in seen:
                evidence.see(column, text.strip())
                if len(seen) < KEPT_TEXTS:
                    seen.add(text)
    if not count:
        raise BadFile(f"{spec.file_name} has no rows below its heading; export it again.", field=spec.name)
    return count, evidence, tuple(sample)


def _problem_with_columns(spec: FileSpec, headings: Sequence[str], matching: Matching) -> BadFile | None:
    joined = joins(spec, matching.columns)
    if joined is not None:
        return BadFile(
            f"In {spec.file_name}, two headings stand for {spec.label_of(joined)}, and only texts can be joined; leave "
            "one out.",
            field=spec.name,
        )
    try:
        places_of(spec, matching.columns or {"": ""}, headings, matching.layout.says if matching.layout else None)
    except BadFile as fault:
        like = [f"“{each.heading}” looks like {spec.label_of(each.column)}" for each in matching.suggestions]
        return BadFile(f"{fault.message[:-1]}: {', '.join(like)}." if like else fault.message, field=spec.name)
    return None


def _problem_with_values(spec: FileSpec, shape: Shape, evidence: Evidence) -> BadFile | None:
    if shape.date_order == DateOrder.UNKNOWN:
        examples = "” and “".join(evidence.days.values())
        return BadFile(
            f"{spec.file_name} writes days such as “{examples}”, and nothing in it says whether the day or the month "
            "stands first; say which (date order dmy or mdy).",
            code="unknown_date_order",
            field=spec.name,
        )
    if shape.decimals == Decimals.UNKNOWN:
        return BadFile(
            f"{spec.file_name} writes amounts such as “{evidence.amounts[Decimals.UNKNOWN]}”, which may be more than a "
            "thousand or a little over one; say what stands before the cents (decimal sign , or .).",
            code="unknown_decimals",
            field=spec.name,
        )
    return None
