"""Writes rows as CSV or as an Excel workbook, from a server-side cursor, whatever their number."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from zoneinfo import ZoneInfo

import xlsxwriter

from salesmgmt.common.formulas import guarded
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column

CHUNK = 1000
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
READ_AT_ONCE = 65_536
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def exported_columns(asked: Asked, *, everything: bool) -> list[Column]:
    """Those shown, or all that the person may read; what has no plain value stays behind."""
    return [column for column in (asked.offered if everything else asked.columns) if column.value is not None]


def records(asked: Asked, columns: Sequence[Column]) -> Iterator[list[Any]]:
    """The values of every row that matches, in the page's order; rows are dressed a chunk at a time."""
    rows, zone = asked.in_order.iterator(chunk_size=CHUNK), ZoneInfo(asked.reader.company.zone)
    while chunk := list(islice(rows, CHUNK)):
        for dressed in asked.listed.dress(chunk, asked.reader):
            yield [plain(column.value(dressed), zone) for column in columns if column.value is not None]


def plain(value: Any, zone: ZoneInfo) -> Any:
    """What a file holds of a value: instants as the company's clock showed them, nothing for what is unknown."""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(microsecond=0, tzinfo=None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with the mark by which spreadsheets know it; text that could run as a formula is guarded."""
    held = io.StringIO()
    writer = csv.writer(held)
    held.write(BOM)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_as_text(value) for value in row])
        if held.tell() > READ_AT_ONCE:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)


def xlsx_bytes(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A workbook, row by row in constant memory; text stays text, so that no formula can run."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        sheet = book.add_worksheet("Rows")
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, _WIDTH)
        sheet.write_row(0, 0, head, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, place, value, instant)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)
        book.close()
        file.seek(0)
        while part := file.read(READ_AT_ONCE):
            yield part


_WIDTH = 18
"""Columns of a workbook, in characters: in narrower ones a spreadsheet shows days and instants as ########."""

WRITERS: dict[str, Callable[[Sequence[str], Iterable[Sequence[Any]]], Iterator[bytes]]] = {
    "csv": csv_lines,
    "xlsx": xlsx_bytes,
}


class Readable(io.RawIOBase):
    """Bytes that come in parts, to be read like a file and counted on the way."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts, self._rest = iter(parts), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def as_file(parts: Iterable[bytes]) -> IO[bytes]:
    return io.BufferedReader(Readable(parts))
