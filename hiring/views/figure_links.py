"""Which numbers of hiring open to a figure: those that the figure can be asked for with the page's own filters."""

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.choices import HiringStageKind
from hiring.queries.bench_page import BenchPage
from hiring.queries.board import Column
from salesmgmt.figures.registry import is_offered
from salesmgmt.web.components.amounts import percent
from salesmgmt.web.components.figures import fig

CONVERSION = "hiring.stage_conversion"
OF_A_PLACE = {"profile", "shown", "column", "cards"}
"""What only says where on the board somebody is."""


def bench_figures(request: HttpRequest, bench: BenchPage) -> dict[str, SafeString]:
    """Ready, warm and due, each opening to why where the page is narrowed to nothing, or to one's own."""
    shown = {
        "ready": ("hiring.bench_depth", f"{bench.ready}"),
        "warm": ("hiring.bench_warmth", f"{bench.warm} of {bench.standing}"),
        "due": ("hiring.touches_due", f"{bench.due}"),
    }
    asked = {name: value for name, value in request.GET.items() if value}
    owner = request.user.pk if asked == {"whose": "mine"} else None
    opens = not asked or owner is not None
    return {
        key: fig(name, words, css="fig-l", owner=owner) if opens and is_offered(name, request.user) else _plain(words)
        for key, (name, words) in shown.items()
    }


def conversion_figure(request: HttpRequest, column: Column) -> SafeString | str:
    """How many went on from a stage, opening to why where the board is not narrowed."""
    words = _conversion_words(column)
    narrowed = {name for name, value in request.GET.items() if value} - OF_A_PLACE
    if not words or narrowed or not is_offered(CONVERSION, request.user):
        return words
    return fig(CONVERSION, words, by="stage", group=str(column.stage.pk))


def _conversion_words(column: Column) -> str:
    """How many of those who came into a stage have got further so far; nothing while nobody has come."""
    found = column.conversion
    if not found.entered:
        return ""
    further = "hired" if column.stage.kind == HiringStageKind.READY else "went on"
    return f"{percent(found.converted / found.entered)} of {found.entered} {further}"


def _plain(words: str) -> SafeString:
    return format_html('<span class="fig-l fw-semibold">{}</span>', words)
