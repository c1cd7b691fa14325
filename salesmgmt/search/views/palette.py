"""The lines of the palette, asked for while somebody types."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from salesmgmt.search.queries.finding import find
from salesmgmt.search.queries.starting import beginnings
from salesmgmt.search.typed import read

EACH = 5


@never_cache
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """The best hits of each kind for `q`; without words, what was opened last (`recent`), pages and acts."""
    typed = read(request.GET.get("q", ""))
    if typed.words:
        groups = find(request.user, typed, each=EACH)
    else:
        groups = beginnings(request.user, request.GET.get("recent", ""), only_acts=typed.only_acts)
    context = {"groups": groups, "typed": typed}
    if typed.words and any(group.more for group in groups):
        context["all_url"] = f"{reverse('search:hits')}?{urlencode({'q': typed.text})}"
    return render(request, "search/_palette.html", context)
