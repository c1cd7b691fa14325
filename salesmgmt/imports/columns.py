"""What a file of an import looks like: its columns, what may stand in them, and how text becomes a value."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

Values = Mapping[str, str | int | None]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LARGEST_AMOUNT = Decimal(10) ** 13
LARGEST_INTEGER = 2_000_000_000


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
    INTEGER = "integer"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. The heading must be there; a value only where `required`."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    longest: int = 200
    choices: tuple[str, ...] = ()
    decimals: int = 4


@dataclass(frozen=True, slots=True)
class FileSpec:
    """A file of an import: `key` is the column that tells rows apart, `check_row` what columns say about each other."""

    name: str
    title: str
    key: str
    columns: tuple[Column, ...]
    check_row: Callable[[Values], Iterable[Problem]] = lambda values: ()

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"


class Unreadable(ValueError):
    """A text that is no value of its column: the reason and the way out."""

    def __init__(self, reason: str, way_out: str) -> None:
        super().__init__(reason)
        self.reason, self.way_out = reason, way_out


def read_value(column: Column, text: str) -> str | int | None:
    """The value of a text as JSON holds it: days as ISO text, amounts as plain decimals, blank as None."""
    text = text.strip()
    if not text:
        if column.required:
            raise Unreadable("is blank", "write a value; rows are told apart and counted by it")
        return None
    return _READERS[column.kind](column, text)


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


def _read_day(column: Column, text: str) -> str:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    raise Unreadable(f"“{text[:60]}” is not a day", "write it as year-month-day, such as 2017-03-01")


def _read_integer(column: Column, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > LARGEST_INTEGER:
        raise Unreadable(f"“{text[:60]}” is not a whole number", "write digits only, such as 1996")
    return int(text)


def _read_amount(column: Column, text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not text.isascii() or "_" in text or abs(amount) >= LARGEST_AMOUNT:
        raise Unreadable(f"“{text[:60]}” is not an amount", "write digits with a point, such as 1054 or 1054.50")
    if amount < 0:
        raise Unreadable(f"“{text}” is below 0", "write an amount of 0 or more; a refund is not a deal")
    if amount != round(amount, column.decimals):
        raise Unreadable(f"“{text[:60]}” has more than {column.decimals} decimals", "round it")
    return format(amount.normalize() + 0, "f")


_READERS: Mapping[ColumnKind, Callable[[Column, str], str | int]] = {
    ColumnKind.TEXT: _read_text,
    ColumnKind.DAY: _read_day,
    ColumnKind.INTEGER: _read_integer,
    ColumnKind.AMOUNT: _read_amount,
}
