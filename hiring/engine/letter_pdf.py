"""A letter as a PDF of one or more A4 pages. Pure: no database, no clock; the same sheet gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

MARGIN, LINE = 25, 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a letter says: who writes, to whom, when, about what, the words, the facts in a table, and who signs."""

    company: str
    to: str
    dated: str
    title: str
    words: str
    facts: Sequence[tuple[str, str]]
    signed: str
    foot: str
    made_at: datetime


class _Paper(FPDF):
    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)

    def footer(self) -> None:
        self.set_y(-MARGIN + LINE)
        self.set_font("letter", size=8)
        self.cell(0, LINE, f"{self.foot}, page {self.page_no()}", align="L")


def letter_pdf(sheet: Sheet, fonts: Sequence[Path]) -> bytes:
    """The first font is the letter's; the others stand in for signs that it lacks."""
    paper = _Paper(sheet.foot)
    for place, font in enumerate(fonts):
        paper.add_font("letter" if place == 0 else f"letter-{place}", "", str(font))
    paper.set_creation_date(sheet.made_at)
    paper.set_lang("en")
    paper.set_title(sheet.title)
    paper.set_author(sheet.company)
    paper.set_fallback_fonts([f"letter-{place}" for place in range(1, len(fonts))])
    paper.add_page()
    _head(paper, sheet)
    paper.multi_cell(0, LINE, sheet.words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    _facts(paper, sheet.facts)
    paper.ln(LINE)
    paper.multi_cell(0, LINE, sheet.signed, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return bytes(paper.output())


def _head(paper: FPDF, sheet: Sheet) -> None:
    for size, text, after in (
        (11, sheet.company, 2 * LINE),
        (11, sheet.to, LINE),
        (9, sheet.dated, 2 * LINE),
        (16, sheet.title, LINE),
    ):
        paper.set_font("letter", size=size)
        paper.multi_cell(0, LINE, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.ln(after)
    paper.set_font("letter", size=11)


def _facts(paper: FPDF, facts: Sequence[tuple[str, str]]) -> None:
    """Two columns under a line, so that pay and days are found at a glance."""
    paper.ln(LINE)
    for label, value in facts:
        paper.set_draw_color(200)
        paper.line(MARGIN, paper.get_y(), paper.w - MARGIN, paper.get_y())
        paper.cell(70, LINE + 2, label)
        paper.cell(0, LINE + 2, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
