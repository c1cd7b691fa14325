"""What a file of an import looks like: its columns, what may stand in them, and how text becomes a value."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

Values = Mapping[str, str | int | None]
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
_TIME = re.compile(r"(.*\d),? +(\d{1,2}):(\d\d)(?::\d\d)?(?: ?([AP])M)?", re.IGNORECASE)
_SHORT_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,? \d{1,2}:\d\d.*)?")
_YES = {"yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no"}
_HOURS = 12
_GROUPED = {".": re.compile(r"-?\d{1,3}(,\d{3})+\.\d+"), ",": re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")}
LARGEST_AMOUNT = Decimal(10) ** 13
LARGEST_INTEGER, LONGEST_INTEGER = 2_000_000_000, 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot land: the field, the value, the reason and the way out, and a known value it is most like."""

    field: str
    value: str
    reason: str
    way_out: str
    suggestion: str = ""


class ColumnKind(StrEnum):
    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    YES_NO = "yes or no"
    INTEGER = "integer"
    AMOUNT = "amount"


class DateOrder(StrEnum):
    """How a file writes its days. ISO days are read in every file."""

    ISO = "iso"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    UNKNOWN = "unknown"


class Decimals(StrEnum):
    """What stands before the cents of a file's amounts."""

    POINT = "."
    COMMA = ","
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. A value must stand in it only where `required`; `known_as` are other headings it goes by.

    `title` is what people call it, and the name with spaces where there is none.
    """

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    longest: int = 200
    choices: tuple[str, ...] = ()
    decimals: int = 4
    title: str = ""
    known_as: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.title or self.name.replace("_", " ").capitalize()


OWN = "your own exports"
"""The source of the layouts of what the product itself exports."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The headings that another system's export has, as its maker documents them: heading -> column of ours.

    Several headings may stand for one column of text: their cells are joined by a blank (first and last name).
    `says` is what each row of such an export is without saying so (column -> value): an export of calls has no kind.
    """

    source: str
    title: str
    documented_at: str
    headings: Mapping[str, str]
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileSpec:
    """A file of an import: `key` is the column that tells rows apart, `check_row` what columns say about each other.

    Where the key is blank it is what the columns of `key_else` say together. With `whole`, every heading must be there;
    otherwise those of required columns. Rows that say the same in the column `together` are looked at and merged in one
    chunk, that of the first of them, wherever in the file they stand.
    """

    name: str
    title: str
    key: str
    columns: tuple[Column, ...]
    check_row: Callable[[Values], Iterable[Problem]] = lambda values: ()
    layouts: tuple[Layout, ...] = ()
    key_else: tuple[str, ...] = ()
    whole: bool = True
    together: str = ""

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def label_of(self, name: str) -> str:
        """What people call a column; what is none goes by its name."""
        return next((column.label for column in self.columns if column.name == name), name)

    @property
    def sources(self) -> list[str]:
        """Whose exports are known."""
        return list(dict.fromkeys(layout.source for layout in self.layouts))

    @property
    def expected(self) -> tuple[Column, ...]:
        """The columns that a file must have a heading for."""
        return self.columns if self.whole else tuple(column for column in self.columns if column.required)


class Unreadable(ValueError):
    """A text that is no value of its column: the reason and the way out."""

    def __init__(self, reason: str, way_out: str) -> None:
        super().__init__(reason)
        self.reason, self.way_out = reason, way_out


def read_value(
    column: Column, text: str, order: DateOrder = DateOrder.ISO, decimals: Decimals = Decimals.POINT
) -> str | int | None:
    """The value of a text as JSON holds it: days and instants as ISO text, amounts as plain decimals, blank as None.

    An instant has the zone that its text names; without one it is what the company's clock showed.
    """
    text = text.strip()
    if not text:
        if column.required:
            raise Unreadable("is blank", "write a value; rows are told apart and counted by it")
        return None
    if column.kind in _READ:
        return _READ[column.kind](text)
    if column.kind in (ColumnKind.DAY, ColumnKind.INSTANT):
        return (_read_day if column.kind == ColumnKind.DAY else _read_instant)(text, order)
    return _read_amount(column, text, decimals) if column.kind == ColumnKind.AMOUNT else _read_text(column, text)


def day_parts(text: str) -> tuple[int, int, int] | None:
    """First number, second number and year of a day that is not written as ISO."""
    found = _SHORT_DAY.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def is_iso_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None


def _read_text(column: Column, text: str) -> str:
    if "\x00" in text:
        raise Unreadable("holds a character that no text has (NUL)", "remove it")
    if len(text) > column.longest:
        raise Unreadable(f"is longer than {column.longest} characters", "shorten it")
    if column.choices and text not in column.choices:
        raise Unreadable(
            f"“{text}” is not a {column.name.replace('_', ' ')}",
            f"write one of {', '.join(column.choices)}, or map it to one of them",
        )
    return text


def _read_day(text: str, order: DateOrder) -> str:
    iso, parts = _DAY.fullmatch(text), day_parts(text)
    try:
        if iso:
            return date.fromisoformat(iso[1]).isoformat()
        if parts and order == DateOrder.DAY_FIRST:
            return date(parts[2], parts[1], parts[0]).isoformat()
        if parts and order == DateOrder.MONTH_FIRST:
            return date(parts[2], parts[0], parts[1]).isoformat()
    except ValueError:
        pass
    raise Unreadable(f"“{text[:60]}” is not a day", "write it as year-month-day, such as 2017-03-01")


def _read_instant(text: str, order: DateOrder) -> str:
    if is_iso_day(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text).isoformat(timespec="minutes")
    timed = _TIME.fullmatch(text)
    if timed is None:
        return f"{_read_day(text, order)}T00:00"
    hour, minute = int(timed[2]), int(timed[3])
    if timed[4]:
        hour = hour % _HOURS + (_HOURS if timed[4].upper() == "P" else 0)
    day = _read_day(timed[1], order)
    try:
        return datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}").isoformat(timespec="minutes")
    except ValueError as error:
        raise Unreadable(f"“{text[:60]}” is no time of a day", "write it as 2017-03-01 14:05") from error


def _read_yes_no(text: str) -> str:
    found = _YES.get(text.casefold())
    if found is None:
        raise Unreadable(f"“{text[:60]}” is neither yes nor no", "write yes or no")
    return found


def _read_integer(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_INTEGER or int(text) > LARGEST_INTEGER:
        raise Unreadable(f"“{text[:60]}” is not a whole number", "write digits only, such as 1996")
    return int(text)


def _read_amount(column: Column, text: str, decimals: Decimals) -> str:
    try:
        amount = Decimal(_plain_number(text, decimals))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not text.isascii() or "_" in text or abs(amount) >= LARGEST_AMOUNT:
        raise Unreadable(f"“{text[:60]}” is not an amount", "write digits with a point, such as 1054 or 1054.50")
    if amount < 0:
        raise Unreadable(f"“{text}” is below 0", "write an amount of 0 or more")
    if amount != round(amount, column.decimals):
        raise Unreadable(f"“{text[:60]}” has more than {column.decimals} decimals", "round it")
    return format(amount.normalize() + 0, "f")


def _plain_number(text: str, decimals: Decimals) -> str:
    """Without what groups thousands, where that cannot be the cents."""
    if decimals == Decimals.COMMA:
        if _GROUPED[","].fullmatch(text):
            text = text.replace(".", "")
        return text.replace(",", ".", 1) if "." not in text else "NaN"
    return text.replace(",", "") if _GROUPED["."].fullmatch(text) else text


_READ: Mapping[ColumnKind, Callable[[str], str | int]] = {
    ColumnKind.INTEGER: _read_integer,
    ColumnKind.YES_NO: _read_yes_no,
}
