"""What a file's values say about how it writes days and amounts; what they leave open is asked, never guessed."""

import re
from dataclasses import dataclass, field

from salesmgmt.imports.columns import Column, ColumnKind, DateOrder, Decimals, day_parts, is_iso_day

_COMMA_CENTS = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),(\d{1,2}|\d{4,})|-?\d{1,3}(\.\d{3}){2,}|-?\d{1,3}(\.\d{3})+,\d+")
_POINT_CENTS = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)\.(\d{1,2}|\d{4,})")
_EITHER = re.compile(r"-?\d{1,3}\.\d{3}")
LAST_MONTH = 12
TELLING = (ColumnKind.DAY, ColumnKind.INSTANT, ColumnKind.AMOUNT)
"""What is written in several ways; texts of other kinds say nothing."""


@dataclass(slots=True)
class Evidence:
    """Examples of each way of writing, each the first one that was seen."""

    days: dict[DateOrder, str] = field(default_factory=dict)
    amounts: dict[Decimals, str] = field(default_factory=dict)

    def see(self, column: Column, text: str) -> None:
        if column.kind in (ColumnKind.DAY, ColumnKind.INSTANT):
            self._see_day(text)
        elif column.kind == ColumnKind.AMOUNT and ("," in text or "." in text):
            self._see_amount(text)

    def _see_day(self, text: str) -> None:
        if is_iso_day(text):
            self.days.setdefault(DateOrder.ISO, text)
        elif parts := day_parts(text):
            first, second, _ = parts
            order = DateOrder.UNKNOWN
            if first > LAST_MONTH or ("." in text.split(" ", maxsplit=1)[0] and second <= LAST_MONTH):
                order = DateOrder.DAY_FIRST
            elif second > LAST_MONTH:
                order = DateOrder.MONTH_FIRST
            self.days.setdefault(order, text)

    def _see_amount(self, text: str) -> None:
        if _COMMA_CENTS.fullmatch(text):
            self.amounts.setdefault(Decimals.COMMA, text)
        elif _POINT_CENTS.fullmatch(text):
            self.amounts.setdefault(Decimals.POINT, text)
        elif _EITHER.fullmatch(text):
            self.amounts.setdefault(Decimals.UNKNOWN, text)

    @property
    def date_order(self) -> DateOrder:
        """ISO where there is such a day: a file that writes days in two ways has its others refused row by row."""
        both = DateOrder.DAY_FIRST in self.days and DateOrder.MONTH_FIRST in self.days
        if DateOrder.ISO in self.days or not self.days:
            return DateOrder.ISO
        if both:
            return DateOrder.UNKNOWN
        return next(
            order for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.UNKNOWN) if order in self.days
        )

    def decimals(self, delimiter: str) -> Decimals:
        """A point, but for amounts that only a comma makes sense of. Where columns stand between semicolons, “1.234”
        may be a thousand or one and a bit."""
        if Decimals.POINT in self.amounts:
            return Decimals.POINT
        if Decimals.COMMA in self.amounts:
            return Decimals.COMMA
        return Decimals.UNKNOWN if Decimals.UNKNOWN in self.amounts and delimiter == ";" else Decimals.POINT
