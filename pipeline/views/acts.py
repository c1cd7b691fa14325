"""The acts on a deal: each cleans a form and calls one domain verb."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pipeline.domain import orders
from pipeline.domain.activities import log_activity
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import give_deal
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.forms import acts as forms
from pipeline.forms.orders import PlaceOrderForm
from pipeline.models import Deal
from pipeline.views.access import deal_at
from pipeline.views.record import answered, redrawn, told
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast_with, undo_url_of
from salesmgmt.web.views.acting import act_on

Verb = Callable[..., Any]


@require_POST
@needing("pipeline.read")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """From the board without the record (`as=board`): nothing is drawn again but what `record-changed` names."""
    deal = deal_at(request, pk)
    form = forms.MoveForm(request.POST, deal=deal)
    if not form.is_valid():
        raise Refused(f"{deal.name} cannot be moved there; choose a stage of its process.", field="stage")
    now = timezone.now()
    try:
        moved = move_deal(deal=deal, **form.said(), by=request.user, at=now)
    except Refused as error:
        return _move_refused(request, deal, error)
    words = f"{moved.name} moved to {moved.stage}"
    if moved.stage_id == deal.stage_id:
        return HttpResponse(status=204)
    undo_url = undo_url_of(moved, by=request.user, at=now)
    if request.GET.get("as") == "board":
        return toast_with(told(HttpResponse(status=204), deal, moved), words, undo_url=undo_url)
    return answered(request, deal, moved, words, undo_url=undo_url)


@require_POST
@needing("pipeline.read")
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.NextStepForm, set_next_step, "The next step is set")


@require_POST
@needing("pipeline.read")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.PauseForm, pause_deal, "{deal} rests")


@require_POST
@needing("pipeline.read")
def win(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.WinForm, win_deal, "{deal} is won")


@require_POST
@needing("pipeline.read")
def lose(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.LoseForm, lose_deal, "{deal} is closed as lost")


@require_POST
@needing("pipeline.read")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.ReopenForm, reopen_deal, "{deal} is open again")


@require_POST
@needing("pipeline.read")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.GiveForm, give_deal, "{deal} has a new owner")


@require_POST
@needing("pipeline.read")
def place_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a won deal its order."""

    def verb(*, deal: Deal, **said: Any) -> Deal:
        orders.place_order(deal=deal, **said)
        return deal

    return _act(request, pk, PlaceOrderForm, verb, "{deal} is ordered")


@require_POST
@needing("pipeline.read")
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Logs an activity, dated now unless the form says when."""

    def verb(*, deal: Deal, at: Any, happened_at: Any, **said: Any) -> Deal:
        log_activity(deal=deal, happened_at=happened_at or at, at=at, **said)
        return deal

    return _act(request, pk, forms.ActivityForm, verb, "It is in the timeline")


def _act(request: HttpRequest, pk: int, form_class: type[forms.ActForm], verb: Verb, words: str) -> HttpResponse:
    return act_on(
        request,
        read=partial(deal_at, request, pk),
        form_of=lambda deal: form_class(request.POST, deal=deal),
        do=lambda deal, form, **act: verb(deal=deal, **form.said(), **act),
        draw=partial(redrawn, request),
        done=lambda deal, after, at: answered(request, deal, after, words.format(deal=after.name)),
    )


def _move_refused(request: HttpRequest, deal: Deal, error: Refused) -> HttpResponse:
    """The sentence in a toast, and word to the board to put the card back and open the panel at the field."""
    if not request.htmx:
        raise error
    response = HttpResponse(status=error.status, headers={"HX-Reswap": "none"})
    events = {"record-refused": {"row": deal.pk, "field": error.field or "", "stages": [deal.stage_id]}}
    response["HX-Trigger"] = json.dumps(events)
    return toast_with(response, error.message, bad=True)
