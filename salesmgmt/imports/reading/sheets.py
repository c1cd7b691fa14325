"""Tables in workbooks: formulas as their values, days as days, numbers without what floats add to them."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from salesmgmt.imports.columns import FileSpec
from salesmgmt.imports.reading.bad_file import BadFile
from salesmgmt.imports.reading.shapes import Shape
from salesmgmt.imports.reading.texts import LONGEST_CELL, Record

ZIP_MARK, OLD_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_CELLS = 10_000_000
MOST_MEMBERS = 5_000
_READ_AT_ONCE = 1_048_576
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_OVERLAP = 64


def is_workbook(stream: IO[bytes], spec: FileSpec) -> bool:
    """Raises BadFile for a workbook of the format before 2007."""
    stream.seek(0)
    mark = stream.read(4)
    if mark == OLD_MARK:
        raise BadFile(
            f"{spec.file_name} is a workbook of an old kind, or one with a password; save it as “Excel workbook "
            "(.xlsx)” without a password.",
            field=spec.name,
        )
    return mark == ZIP_MARK


def sheet_names(stream: IO[bytes], spec: FileSpec) -> list[str]:
    """The workbook's sheets, after a look at how much it would unpack to. Raises BadFile."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_bombs(archive, spec)
        return list(_workbook(stream).sheet_names)
    except (zipfile.BadZipFile, CalamineError, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadFile(
            f"{spec.file_name} is not a workbook that can be read ({error}); save it anew from the program that "
            "wrote it, or as CSV.",
            field=spec.name,
        ) from error


def sheet_records(stream: IO[bytes], spec: FileSpec, shape: Shape) -> Iterator[Record]:
    """Row number and cells of each row that is not blank, as the sheet counts them."""
    sheet = _workbook(stream).get_sheet_by_name(shape.sheet)
    first = 1 + (sheet.start[0] if sheet.start else 0)
    for row_no, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            if any(len(text) > LONGEST_CELL for text in texts):
                raise BadFile(
                    f"{spec.file_name} has a cell of more than {LONGEST_CELL:,} characters in row {row_no}; "
                    "shorten it.",
                    field=spec.name,
                )
            yield row_no, texts


def _workbook(stream: IO[bytes]) -> Any:
    stream.seek(0)
    return CalamineWorkbook.from_filelike(stream)  # type: ignore[arg-type]


def _refuse_bombs(archive: zipfile.ZipFile, spec: FileSpec) -> None:
    """Unpacks every part once without keeping it: what a workbook says of its own size need not be true."""
    left = LARGEST_UNPACKED
    members = archive.infolist()
    if sum(member.file_size for member in members) > left or len(members) > MOST_MEMBERS:
        raise _too_large(spec)
    for member in members:
        with archive.open(member) as part:
            columns = rows = 0
            tail = b""
            while data := part.read(_READ_AT_ONCE):
                left -= len(data)
                if "worksheets/" in member.filename:
                    for letters, number in _PLACE.findall(tail + data):
                        columns, rows = max(columns, _number_of(letters)), max(rows, int(number))
                    tail = data[-_OVERLAP:]
                if left < 0 or columns * rows > MOST_CELLS:
                    raise _too_large(spec)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large(spec: FileSpec) -> BadFile:
    return BadFile(
        f"{spec.file_name} unpacks to more than {LARGEST_UNPACKED // 1024**2} MB or {MOST_CELLS:,} cells, the most "
        "that a workbook may have here; save the sheet as CSV.",
        field=spec.name,
    )


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return format(Decimal(f"{cell:.15g}"), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
