"""The acts on a deal: each cleans a form and calls one domain verb."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pipeline.domain import orders, probability
from pipeline.domain.activities import log_mentioning
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import give_deal
from pipeline.domain.exits import CriteriaUnmet
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.forms import acts as forms
from pipeline.forms.orders import PlaceOrderForm
from pipeline.models import Deal, Stage
from pipeline.views.access import deal_at
from pipeline.views.record import DEAL, answered, told
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast_with, undo_url_of


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
        return _move_refused(request, deal, error, to=form.cleaned_data["stage"])
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
    return DEAL.act(request, pk, forms.NextStepForm, set_next_step, "The next step is set")


@require_POST
@needing("pipeline.read")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.PauseForm, pause_deal, "{row} rests")


@require_POST
@needing("pipeline.read")
def win(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.WinForm, win_deal, "{row} is won")


@require_POST
@needing("pipeline.read")
def lose(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.LoseForm, lose_deal, "{row} is closed as lost")


@require_POST
@needing("pipeline.read")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.ReopenForm, reopen_deal, "{row} is open again")


@require_POST
@needing("pipeline.read")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.GiveForm, give_deal, "{row} has a new owner")


@require_POST
@needing("pipeline.read")
def place_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a won deal its order."""

    def verb(*, deal: Deal, **said: Any) -> Deal:
        orders.place_order(deal=deal, **said)
        return deal

    return DEAL.act(request, pk, PlaceOrderForm, verb, "{row} is ordered")


@require_POST
@needing("pipeline.read")
def set_probability(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.ProbabilityForm, probability.set_probability, "It is said how likely {row} is")


@require_POST
@needing("pipeline.read")
def remove_probability(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(
        request, pk, forms.NoProbabilityForm, probability.remove_probability, "History and stage count again"
    )


@require_POST
@needing("pipeline.read")
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Logs an activity, dated now unless the form says when."""

    def verb(*, deal: Deal, at: Any, happened_at: Any, **said: Any) -> Deal:
        log_mentioning(deal=deal, happened_at=happened_at or at, at=at, **said)
        return deal

    return DEAL.act(request, pk, forms.ActivityForm, verb, "It is in the timeline")


def _move_refused(request: HttpRequest, deal: Deal, error: Refused, *, to: Stage) -> HttpResponse:
    """The sentence in a toast, and word to the board to put the card back and open the panel at the field; where
    criteria are unmet, the address of the dialog that says so and takes the reason to move all the same."""
    if not request.htmx:
        raise error
    response = HttpResponse(status=error.status, headers={"HX-Reswap": "none"})
    refused = {"row": deal.pk, "field": error.field or "", "stages": [deal.stage_id]}
    if isinstance(error, CriteriaUnmet):
        way = request.GET.get("as", "")
        refused["override"] = reverse("pipeline:override", args=[deal.pk, to.pk]) + (f"?as={way}" if way else "")
    response["HX-Trigger"] = json.dumps({"record-refused": refused})
    return response if isinstance(error, CriteriaUnmet) else toast_with(response, error.message, bad=True)
