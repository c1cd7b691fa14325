"""Reads the worked tables of the pages in docs/algorithms, so that page and code cannot part."""

from itertools import groupby
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "algorithms"


def worked_rows(page: str) -> list[list[str]]:
    """The cells of the page's first table, without its head."""
    return worked_tables(page)[0]


def worked_tables(page: str) -> list[list[list[str]]]:
    """The cells of each table of the page, without its head."""
    tables = [list(lines) for is_row, lines in groupby(_lines(page), key=lambda line: line.startswith("|")) if is_row]
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]] for table in tables]


def _lines(page: str) -> list[str]:
    return (DOCS / page).read_text().splitlines()
