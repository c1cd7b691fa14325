"""A figure: a number that opens to why."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.safestring import SafeString

from salesmgmt.web.markup import format_html

PAGING = ("cursor", "page", "sort", "view")


def figure_query(page_filters: QueryDict | None, own_filters: Mapping[str, object]) -> str:
    """The page's filters without its paging, overruled by the figure's own; empty values are left out."""
    query = page_filters.copy() if page_filters is not None else QueryDict(mutable=True)
    for name in PAGING:
        query.pop(name, None)
    for name, value in own_filters.items():
        query[name] = "" if value is None else str(value)
    for name in [name for name, value in query.items() if value == ""]:
        del query[name]
    return query.urlencode()


def fig(
    name: str, shown: object, *, page_filters: QueryDict | None = None, css: str = "", **own_filters: object
) -> SafeString:
    """A button that shows `shown` and opens "why this number" of the figure `name` with the same filters."""
    query = figure_query(page_filters, own_filters)
    address = f"/figures/{name}/why/" + (f"?{query}" if query else "")
    return format_html(
        '<button type="button" class="{}" aria-haspopup="dialog" aria-expanded="false" aria-controls="why"'
        ' data-why="{}">{}</button>',
        f"fig {css}".strip(),
        address,
        shown,
    )
