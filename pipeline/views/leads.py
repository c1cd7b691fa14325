"""The list of leads."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from pipeline.lists import LEADS
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list


@require_GET
@needing("pipeline.read")
def lead_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, LEADS)
