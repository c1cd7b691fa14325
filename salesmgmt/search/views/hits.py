"""All that is found, kind by kind, or one kind page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesmgmt.search.kinds import SearchKind, kinds_for
from salesmgmt.search.queries.finding import find
from salesmgmt.search.queries.listing import LAST_PAGE, listed
from salesmgmt.search.typed import LONGEST, read

EACH = 8


@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed, `kind` a kind's code, `page` counts from one; what is not understood is passed over."""
    typed = read(request.GET.get("q", ""))
    kinds = [kind for kind in kinds_for(request.user) if isinstance(kind, SearchKind)]
    chosen = next((kind for kind in kinds if kind.code == request.GET.get("kind")), None)
    context = {"typed": typed, "kinds": kinds, "chosen": chosen, "longest": LONGEST}
    if chosen and typed.words:
        page = _page(request.GET.get("page", ""))
        context |= {"listed": listed(chosen, request.user, typed, page=page), "page": page, "next": page + 1}
        context["is_last"] = page == LAST_PAGE
    else:
        context["groups"] = find(request.user, typed, each=EACH)
    return render(request, "search/hits.html", context)


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return min(max(number, 1), LAST_PAGE)
