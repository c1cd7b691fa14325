"""The lists of candidates, of the bench and of interviews."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hiring.lists import BENCH, CANDIDATES, INTERVIEWS
from salesmgmt.web.lists.views.showing import show_list


@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    return show_list(request, CANDIDATES, may_work=request.user.has_perm("hiring.work_candidates"))


@require_GET
def bench(request: HttpRequest) -> HttpResponse:
    return show_list(request, BENCH)


@require_GET
def interviews(request: HttpRequest) -> HttpResponse:
    return show_list(request, INTERVIEWS)
