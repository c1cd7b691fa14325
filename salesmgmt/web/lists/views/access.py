"""The list that an address names, as the rest of the address asks for it."""

from django.http import Http404, HttpRequest, QueryDict

from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import List
from salesmgmt.web.lists.registry import list_of_code
from salesmgmt.web.lists.views.showing import reader_at


def list_at(request: HttpRequest, code: str) -> List:
    """404 for a list that the person may not open."""
    listed = list_of_code(code)
    if listed is None or not listed.visible(request.user):
        raise Http404
    return listed


def asked_at(request: HttpRequest, code: str, query: QueryDict | None = None) -> Asked:
    return Asked(list_at(request, code), reader_at(request), request.GET if query is None else query)
