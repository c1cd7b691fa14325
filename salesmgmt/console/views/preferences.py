"""Choosing how one is told, and stopping mails from a mail, without signing in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.notices import MailHoursForm, WayForm
from salesmgmt.console.views.pages import accepted, act, page
from salesmgmt.outbox import registry
from salesmgmt.outbox.choices import Way
from salesmgmt.outbox.domain.preferences import choose_way, set_mail_hours
from salesmgmt.outbox.queries.preferences import mail_hours_of, preferences_of
from salesmgmt.outbox.unsubscribing import named_in
from salesmgmt.web.toasts import toast, toast_with


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """POST sets when mails leave."""
    hours = mail_hours_of(request.user)
    form = MailHoursForm(request.POST if request.method == "POST" else None, hours=hours)
    if request.method == "POST" and accepted(form, lambda facts: set_mail_hours(**facts, **act(request))):
        toast(request, "Your mails leave at these times from now on")
        return redirect("console:preferences")
    context = {"preferences": preferences_of(request.user), "ways": Way.choices, "form": form, "hours": hours}
    return page(request, "preferences", "preferences", 422 if form.errors else 200, **context)


@require_POST
def way(request: HttpRequest) -> HttpResponse:
    """How one is told of a kind; a choice is kept as soon as it is made."""
    form = WayForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose one of the ways of telling on the page.", code="way", field="way")
    choose_way(**form.cleaned_data, **act(request))
    kind = registry.kind_of(form.cleaned_data["kind"])
    words = f"{kind.label if kind else ''}: {Way(form.cleaned_data['way']).label.lower()}"
    if request.htmx:
        return toast_with(HttpResponse(status=204), words)
    toast(request, words)
    return redirect("console:preferences")


@never_cache
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address itself is signed
@login_not_required
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, because programs follow links; POST stops the mails and says how to have them again."""
    named = named_in(token)
    if named is None:
        return render(request, "console/unsubscribe.html", {"unknown": True}, status=404)
    person, code = named
    kind = registry.kind_of(code)
    context: dict[str, Any] = {"kind": kind, "person": person, "done": request.method == "POST"}
    if request.method == "POST":
        for each in [kind] if kind else registry.kinds():
            choose_way(kind=each.code, way=Way.HERE, by=person, at=timezone.now())
    return render(request, "console/unsubscribe.html", context)
