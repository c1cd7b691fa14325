"""Taking acts back: from a toast, and from the page that lists what may still be taken back."""

import json
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.middleware import came_from
from salesmgmt.web.models import Undo
from salesmgmt.web.queries.undos import with_subjects
from salesmgmt.web.toasts import toast, toast_with

SHOWN = 100


@require_GET
def undos(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    rows = Undo.objects.visible_to(request.user).standing(timezone.now()).select_related("by").order_by("-pk")[:SHOWN]
    return render(request, "console/undos.html", {"offers": with_subjects(rows, request.user)})


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What shows the rows hears by the inverse's events that they have changed."""
    row = get_object_or_404(Undo.objects.visible_to(request.user), pk=pk)
    back = take_back(undo=row, by=request.user, at=timezone.now())
    here = came_from(request)
    instead = back.instead.get(urlsplit(here).path)
    if instead and request.htmx:
        toast(request, back.words)
        return HttpResponse(status=204, headers={"HX-Redirect": instead})
    if request.htmx:
        tells = {**back.tells, "taken-back": {}}
        return toast_with(HttpResponse(status=204, headers={"HX-Trigger": json.dumps(tells)}), back.words)
    toast(request, back.words)
    return redirect(instead or here)
