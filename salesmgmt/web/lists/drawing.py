"""Draws a page's head and rows as strings of cells, because fifty rows of ten cells are many for a template."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from salesmgmt.web.components.icons import icon
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column, Totals, model_of
from salesmgmt.web.markup import escaped, format_html

ROW = '<tr data-row="{}" data-card aria-selected="false"{}>{}{}</tr>'
BOX = '<td class="pick"><input class="form-check-input" type="checkbox" aria-label="Select {}" data-pick></td>'


def css_of(column: Column) -> str:
    return f"{column.css} {'' if column.on_phone else 'hide-s'}".strip()


def heads_of(asked: Asked) -> SafeString:
    """The cells of the head: each orders by its column, and says how the page is ordered by it now."""
    return SafeString("".join(map(partial(_head, asked), asked.columns)))


def _head(asked: Asked, column: Column) -> SafeString:
    direction = _direction(asked, column)
    sorted_so = format_html(' aria-sort="{}"', direction) if direction else ""
    title: object = column.title
    if column.order:
        arrow = icon("down" if direction == "descending" else "up", "i sort") if direction else ""
        link = '<a class="sort-by" href="{}" data-list-link>{}{}</a>'
        title = format_html(link, _address(asked, column), column.title, arrow)
    return format_html('<th scope="col" class="{}"{}>{}</th>', css_of(column), sorted_so, title)


def _address(asked: Asked, column: Column) -> str:
    first = column.first + column.name
    other = column.name if column.first else f"-{column.name}"
    return asked.address(sort=other if asked.sort == first else first)


def _direction(asked: Asked, column: Column) -> str:
    return {column.name: "ascending", f"-{column.name}": "descending"}.get(asked.sort, "")


def rows_of(asked: Asked, dressed: Sequence[Any], *, picks: bool) -> SafeString:
    """`picks` puts a box to tick before each row."""
    columns = [(column.show, css_of(column)) for column in asked.columns]
    return SafeString("".join(_row(asked, row, columns, picks=picks) for row in dressed))


def _row(asked: Asked, dressed: Any, columns: list[tuple[Any, str]], *, picks: bool) -> SafeString:
    row = model_of(dressed)
    box = format_html(BOX, row) if picks else ""
    cells = "".join(f'<td class="{css}">{escaped(show(dressed))}</td>' for show, css in columns)
    return format_html(ROW, row.pk, _worth(asked, dressed), box, SafeString(cells))


def _worth(asked: Asked, dressed: Any) -> SafeString | str:
    """What the row adds to what is ticked, as list.js reads it."""
    if asked.listed.worth is None:
        return ""
    worth = asked.listed.worth(dressed)
    return format_html(' data-worth="{}"', worth) if worth is not None else SafeString(" data-other-currency")


def total_cells(asked: Asked, totals: Totals, *, picks: bool) -> SafeString:
    """The total row: how many, and each sum under its column; a note fills what follows the last sum."""
    first, *others = asked.columns
    cells = [format_html('<td class="{}"></td>', "pick")] if picks else []
    cells.append(format_html('<td class="{}">{}</td>', css_of(first), _count_words(asked, totals)))
    note = totals.note
    for place, column in enumerate(others):
        shown = totals.cells.get(column.name, "")
        later = any(each.name in totals.cells for each in others[place:])
        if not later and note:
            rest = len(others) - place
            cells.append(format_html('<td class="t-2 fw-normal hide-s" colspan="{}">{}</td>', rest, note))
            break
        cells.append(format_html('<td class="{}">{}</td>', css_of(column), shown))
    return format_html_join("", "{}", ((cell,) for cell in cells))


def _count_words(asked: Asked, totals: Totals) -> str:
    return f"{totals.count:,} {asked.listed.noun(totals.count)}"
