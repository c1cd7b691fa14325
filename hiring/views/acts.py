"""The acts on a candidacy and on somebody's place on the bench: each cleans a form and calls one domain verb."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hiring.domain import bench as bench_verbs
from hiring.domain import endings
from hiring.domain.candidacies import move_candidacy
from hiring.domain.consents import ask_for_consent
from hiring.domain.status_links import send_status_link
from hiring.domain.touches import log_touch
from hiring.forms import bench_acts, candidacy_acts
from hiring.models import BenchEntry, Candidacy
from hiring.views.access import candidacy_at, workable_at
from hiring.views.record import answered, redrawn, told
from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast_with, undo_url_of
from salesmgmt.web.views.acting import act_on

Verb = Callable[..., Any]


@require_POST
@needing("hiring.read")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """From the board without the record (`as=board`): nothing is drawn again but what `record-changed` names."""
    candidacy = candidacy_at(request, pk)
    form = candidacy_acts.MoveForm(request.POST, row=candidacy)
    if not form.is_valid():
        raise Refused(f"{candidacy.candidate} cannot be moved there; choose a stage of the profile.", field="stage")
    now = timezone.now()
    try:
        moved = move_candidacy(candidacy=candidacy, **form.said(), by=request.user, at=now)
    except Refused as error:
        return _move_refused(request, candidacy, error)
    if moved.stage_id == candidacy.stage_id:
        return HttpResponse(status=204)
    words = f"{moved.candidate} moved to {moved.stage}"
    undo_url = undo_url_of(moved, by=request.user, at=now)
    if request.GET.get("as") == "board":
        return toast_with(told(HttpResponse(status=204), candidacy, moved), words, undo_url=undo_url)
    return answered(request, candidacy, pk, words, undo_url=undo_url)


@require_POST
@needing("hiring.read")
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, candidacy_acts.RejectForm, endings.reject, "{name} is rejected")


@require_POST
@needing("hiring.read")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, candidacy_acts.WithdrawForm, endings.withdraw, "{name} has withdrawn")


@require_POST
@needing("hiring.read")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, candidacy_acts.ReopenForm, endings.reopen, "{name} is a candidate again")


@require_POST
@needing("hiring.read")
def bench(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, candidacy_acts.BenchForm, bench_verbs.put_on_bench, "{name} is on the bench")


@require_POST
@needing("hiring.read")
def touch(request: HttpRequest, pk: int) -> HttpResponse:
    """Logs a touch, dated now unless the form says when; the toast takes it back."""

    def verb(*, at: Any, happened_at: Any, **said: Any) -> None:
        log_touch(happened_at=happened_at or at, at=at, **said)

    return _bench_act(request, pk, bench_acts.TouchForm, verb, "The touch is logged")


@require_POST
@needing("hiring.read")
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench_act(request, pk, bench_acts.SnoozeForm, bench_verbs.snooze, "The next touch is put off")


@require_POST
@needing("hiring.read")
def tier(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench_act(request, pk, bench_acts.TierForm, bench_verbs.change_tier, "{name} has another tier")


@require_POST
@needing("hiring.read")
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench_act(request, pk, bench_acts.DatesForm, bench_verbs.set_dates, "The days are saved")


@require_POST
@needing("hiring.read")
def ask_consent(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench_act(request, pk, bench_acts.AskConsentForm, ask_for_consent, "{name} is asked for consent")


@require_POST
@needing("hiring.read")
def status_link(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, candidacy_acts.StatusLinkForm, send_status_link, "{name} has a link to where they stand")


@require_POST
@needing("hiring.read")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench_act(request, pk, bench_acts.HandOverForm, bench_verbs.hand_over, "{name} is handed over")


@require_POST
@needing("hiring.read")
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench_act(request, pk, bench_acts.TakeOffForm, bench_verbs.take_off_bench, "{name} is off the bench")


def _bench_act(request: HttpRequest, pk: int, form_class: type[ActForm], verb: Verb, words: str) -> HttpResponse:
    """An act on the bench entry that there is now; the record as it stands, where somebody took it off in between."""
    entry = BenchEntry.objects.visible_to(request.user).standing().filter(candidacy=pk).first()
    if entry is None:
        candidacy = workable_at(request, pk)
        words = f"{candidacy.candidate} has left the bench in between; put them on it again, then repeat."
        return redrawn(request, candidacy, status=409, conflict=words)
    return _act(request, pk, form_class, lambda candidacy, **said: verb(entry=entry, **said), words, entry=entry)


def _act(
    request: HttpRequest,
    pk: int,
    form_class: type[ActForm],
    verb: Verb,
    words: str,
    *,
    entry: BenchEntry | None = None,
) -> HttpResponse:
    """What may be taken back has its Undo in the toast."""

    def read() -> Candidacy:
        if entry is not None:
            entry.refresh_from_db()
        return candidacy_at(request, pk)

    def done(candidacy: Candidacy, after: Any, at: datetime) -> HttpResponse:
        undo_url = undo_url_of(entry or candidacy, by=request.user, at=at)
        return answered(request, candidacy, pk, words.format(name=candidacy.candidate), undo_url=undo_url)

    return act_on(
        request,
        read=read,
        form_of=lambda candidacy: form_class(request.POST, row=entry or candidacy),
        do=lambda candidacy, form, **act: verb(candidacy=candidacy, **form.said(), **act),
        draw=partial(redrawn, request),
        done=done,
    )


def _move_refused(request: HttpRequest, candidacy: Candidacy, error: Refused) -> HttpResponse:
    """The sentence in a toast, and word to the board to put the card back and draw its column anew."""
    if not request.htmx:
        raise error
    response = HttpResponse(status=error.status, headers={"HX-Reswap": "none"})
    events = {"record-refused": {"row": candidacy.pk, "field": "", "stages": [candidacy.stage_id]}}
    response["HX-Trigger"] = json.dumps(events)
    return toast_with(response, error.message, bad=True)
