"""How a table stands in its file: a text with an encoding and a delimiter, or a sheet of a workbook."""

from dataclasses import asdict, dataclass
from typing import Any

from salesmgmt.imports.columns import DateOrder, Decimals

CSV, XLSX = "csv", "xlsx"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "latin-1": "ISO 8859-1",
    "mac_roman": "Mac Roman",
}
_ORDERS = {DateOrder.DAY_FIRST: "days written day first", DateOrder.MONTH_FIRST: "days written month first"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is read. The defaults are those of a plain CSV file: what files of earlier imports were read as."""

    container: str = CSV
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    sheet: str = ""
    heading_row: int = 1
    date_order: DateOrder = DateOrder.ISO
    decimals: Decimals = Decimals.POINT

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, document: dict[str, Any]) -> "Shape":
        given = dict(document)
        for name, kind in (("date_order", DateOrder), ("decimals", Decimals)):
            if name in given:
                given[name] = kind(given[name])
        return cls(**given)

    def __str__(self) -> str:
        """In words, for people to check."""
        if self.container == XLSX:
            words = [f"the sheet “{self.sheet}” of a workbook"]
        else:
            encoding = _ENCODINGS.get(self.encoding, self.encoding.upper())
            words = [f"{encoding} text", f"columns between {DELIMITERS[self.delimiter]}"]
        if self.heading_row > 1:
            words.append(f"the heading in row {self.heading_row}")
        if self.date_order in _ORDERS:
            words.append(_ORDERS[self.date_order])
        if self.decimals == Decimals.COMMA:
            words.append("a comma before the cents")
        return ", ".join(words)
