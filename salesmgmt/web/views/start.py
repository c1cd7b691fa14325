"""The start page and the choice of appearance."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.web import nav
from salesmgmt.web.context import THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 60 * 60


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the first page of the rail that this person may open."""
    items = nav.visible_items(request.user)
    return redirect(items[0].url_name) if items else render(request, "web/nothing_open.html")


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark for this browser; anything else means: follow the system."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
