"""Tables in text: which encoding and delimiter they have, and their rows, without ever holding more than a line."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO

from charset_normalizer import from_bytes

from salesmgmt.imports.columns import FileSpec
from salesmgmt.imports.reading.bad_file import BadFile
from salesmgmt.imports.reading.shapes import DELIMITERS, Shape

Record = tuple[int, list[str]]
READ_AT_ONCE = 1_048_576
SAMPLE = 65_536
LONGEST_LINE = 1_000_000
LONGEST_CELL = csv.field_size_limit()
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ONE_BYTE_ENCODINGS = ["cp1252", "cp1250", "mac_roman"]
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")
_LINES_TO_JUDGE = 20


def encoding_of(stream: IO[bytes], spec: FileSpec) -> str:
    """What the bytes are written in. Raises BadFile for bytes that are no text."""
    stream.seek(0)
    head = stream.read(SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if _every_other_is_nul(head):
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    if sum(byte in _CONTROLS for byte in head) > len(head) // 10:
        raise BadFile(
            f"{spec.file_name} is not a table of text; export it as CSV or as an Excel workbook (.xlsx).",
            field=spec.name,
        )
    odd = _first_odd_bytes(stream)
    if odd is None:
        return "utf-8"
    guess = from_bytes(odd, cp_isolation=_ONE_BYTE_ENCODINGS).best()
    likely = guess.could_be_from_charset if guess is not None else []
    return next((encoding for encoding in _ONE_BYTE_ENCODINGS if encoding in likely), "cp1252")


def _every_other_is_nul(head: bytes) -> bool:
    pairs = len(head) // 2
    return pairs > 1 and max(head[0::2].count(0), head[1::2].count(0)) > pairs * 0.4


def _first_odd_bytes(stream: IO[bytes]) -> bytes | None:
    """The first part of the file that is not UTF-8; None where all of it is."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        part = stream.read(READ_AT_ONCE)
        try:
            decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            near = max(0, error.start - SAMPLE // 2)
            return error.object[near : near + SAMPLE]
        if not part:
            return None


def delimiter_of(stream: IO[bytes], encoding: str) -> str:
    """The one that cuts the first lines into the most columns, the same number in each; a comma where none does."""
    stream.seek(0)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(stream.read(SAMPLE)).removeprefix("\ufeff")
    return max(DELIMITERS, key=lambda delimiter: _cuts(text, delimiter))


def _cuts(text: str, delimiter: str) -> tuple[float, int]:
    """How many of the first rows have the commonest width, for widths of two and more, and that width."""
    widths = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) == _LINES_TO_JUDGE:
                break
    except csv.Error:
        pass
    if len(widths) > 1 and len(widths) < _LINES_TO_JUDGE:
        widths.pop()  # the sample may have cut it
    common = max(set(widths), key=widths.count, default=0)
    return (widths.count(common) / len(widths), common) if common > 1 else (0.0, 0)


def text_records(stream: IO[bytes], spec: FileSpec, shape: Shape) -> Iterator[Record]:
    """Row number and cells of each row that is not blank; rows count as in a spreadsheet, from 1."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=shape.encoding, newline="")
    reader = csv.reader(_lines(text, spec), delimiter=shape.delimiter)
    try:
        for row_no, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                if row_no == 1:
                    cells[0] = cells[0].removeprefix("\ufeff")
                yield row_no, cells
    except UnicodeError as error:
        raise BadFile(
            f"{spec.file_name} is not all written in {shape.encoding} ({error}); "
            "save it as “CSV UTF-8” and hand it in again.",
            field=spec.name,
        ) from error
    except csv.Error as error:
        raise BadFile(
            f"{spec.file_name} cannot be read as CSV near line {reader.line_num} ({error}); a cell takes up to "
            f"{LONGEST_CELL:,} characters. Look for a quotation mark that is never closed, or shorten the cell.",
            field=spec.name,
        ) from error
    finally:
        text.detach()


def _lines(text: IO[str], spec: FileSpec) -> Iterator[str]:
    """Lines, refused before one of them fills the memory."""
    for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), start=1):
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise BadFile(
                f"{spec.file_name} has more than {LONGEST_LINE:,} characters in line {number}, and a cell takes up to "
                f"{LONGEST_CELL:,}; shorten what stands there.",
                field=spec.name,
            )
        yield line
