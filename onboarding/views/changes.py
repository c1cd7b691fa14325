"""The acts on a journey: each cleans a form and calls one domain verb."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from onboarding.domain import journeys as verbs
from onboarding.forms.journeys import MoveForm, PeopleForm, StopForm
from onboarding.views.access import journey_at, page
from onboarding.views.journeys import journey_context
from salesmgmt.common.problems import Refused
from salesmgmt.web.toasts import toast, toast_with


@require_POST
def people(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, PeopleForm, verbs.change_people, "Buddy and IT are named")


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, MoveForm, verbs.move_start, "The first day is moved, and what is open with it")


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, StopForm, verbs.stop_journey, "The journey is stopped")


def _act(
    request: HttpRequest, pk: int, form_class: type[PeopleForm | MoveForm | StopForm], verb: Any, words: str
) -> HttpResponse:
    """One domain call; what cannot be read or is refused stands at its field with 422."""
    journey = journey_at(request, pk, at=timezone.now())
    form = form_class(request.POST, journey=journey)
    if not form.is_valid():
        return _redrawn(request, pk, bound=form)
    try:
        verb(journey=journey, **form.said(), by=request.user, at=timezone.now())
    except Refused as refusal:
        if refusal.status != Refused.status:
            raise
        form.refuse(refusal)
        return _redrawn(request, pk, bound=form)
    if not request.htmx:
        toast(request, words)
        return redirect("onboarding:journey", pk=pk)
    return toast_with(_redrawn(request, pk), words)


def _redrawn(request: HttpRequest, pk: int, *, bound: Any = None) -> HttpResponse:
    journey = journey_at(request, pk, at=timezone.now())
    context = journey_context(request, journey, in_panel=request.GET.get("as") == "panel", bound=bound)
    template = "journeys/body" if request.htmx else "journeys/record"
    return page(request, template, "journeys", 422 if bound is not None else 200, **context)
