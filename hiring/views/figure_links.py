"""Which numbers of the bench open to a figure: those that the figure can be asked for with the page's own filters."""

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.queries.bench_page import BenchPage
from salesmgmt.figures.registry import figures_for
from salesmgmt.web.components.figures import fig


def bench_figures(request: HttpRequest, bench: BenchPage) -> dict[str, SafeString]:
    """Ready, warm and due, each opening to why where the page is not narrowed by what no figure takes."""
    shown = {
        "ready": ("hiring.bench_depth", f"{bench.ready}"),
        "warm": ("hiring.bench_warmth", f"{bench.warm} of {len(bench.rows)}"),
        "due": ("hiring.touches_due", f"{bench.due}"),
    }
    known = {each.name for each in figures_for(request.user)}
    plain = any(request.GET.values())
    return {
        key: _plain(words) if plain or name not in known else fig(name, words, css="fig-l")
        for key, (name, words) in shown.items()
    }


def _plain(words: str) -> SafeString:
    return format_html('<span class="fig-l fw-semibold">{}</span>', words)
