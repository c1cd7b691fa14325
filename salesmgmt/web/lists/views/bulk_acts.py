"""An act on the rows that are chosen: its form, and doing it."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.web.domain.bulk_acts import act_on_many, begin_job
from salesmgmt.web.lists.acting import AT_ONCE, chosen
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import BulkAct
from salesmgmt.web.lists.views.access import asked_at
from salesmgmt.web.toasts import toast_with


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """POST takes `row` for each chosen one, or `all` with the list's address as `query`."""
    asked = asked_at(request, code, QueryDict(request.POST.get("query", "")))
    declared = next((each for each in asked.listed.acts_for(request.user) if each.name == name), None)
    if declared is None:
        raise Http404
    form: Any = declared.form(request.POST if request.method == "POST" else None, user=request.user)
    context = {"act": declared, "form": form, "listed": asked.listed}
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, asked, declared, form, context)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "web/lists/_act_form.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, asked: Asked, declared: BulkAct, form: Any, context: dict[str, Any]) -> HttpResponse:
    everything = bool(request.POST.get("all"))
    keys = chosen(asked, request.POST.getlist("row"), everything=everything)
    who_and_when = {"by": request.user, "at": timezone.now()}
    if len(keys) > AT_ONCE:
        sent = {field: request.POST.get(field, "") for field in form.fields}
        begin_job(listed=asked.listed, act=declared, keys=keys, sent=sent, **who_and_when)
        words = f"{declared.title}: {len(keys):,} {asked.listed.plural} are being worked through; see Jobs"
        return _told(HttpResponse(status=204), words)
    outcome, undo = act_on_many(listed=asked.listed, act=declared, keys=keys, said=form.said(), **who_and_when)
    count = len(outcome.done)
    words = declared.done.format(count=f"{count:,} {asked.listed.noun(count)}") if count else "Nothing was changed"
    undo_url = reverse("console:undo", args=[undo.pk]) if undo else ""
    if not outcome.not_done:
        return _told(HttpResponse(status=204), words, undo_url)
    link = asked.listed.link
    lines = [(each.row, link(each.row) if link else "", each.why) for each in outcome.not_done]
    response = render(request, "web/lists/_outcome.html", {**context, "words": words, "lines": lines, "count": count})
    return _told(response, words, undo_url, keeps=True)


def _told(response: HttpResponse, words: str, undo_url: str = "", *, keeps: bool = False) -> HttpResponse:
    """Tells the page what is done; `keeps` leaves the menu open, where it says what was not."""
    told = "HX-Trigger-After-Swap" if keeps else "HX-Trigger"
    response[told] = json.dumps({"bulk-done": {"keeps": keeps}})
    return toast_with(response, words, undo_url=undo_url) if undo_url or not keeps else response
