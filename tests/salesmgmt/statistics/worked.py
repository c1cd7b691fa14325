"""Reads the worked tables of the pages in docs/algorithms, so that page and code cannot part."""

from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "algorithms"


def worked_rows(page: str) -> list[list[str]]:
    """The cells of the page's first table, without its head."""
    lines = [line for line in (DOCS / page).read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
