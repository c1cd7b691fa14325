"""One candidacy: its page, the panel beside bench and board, and how acts answer on both."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.choices import LookedBy
from hiring.domain.hires import HIRED_FROM
from hiring.domain.looks import note_look
from hiring.forms import bench_acts, candidacy_acts
from hiring.models import BenchEntry, Candidacy, ConsentRequest, Offer, StatusLink, Touch
from hiring.queries.bench import rows
from hiring.queries.board import days_in_stage
from hiring.queries.booking_times import open_links
from hiring.queries.link_tokens import consent_token, status_token
from hiring.queries.next_act import next_act
from hiring.queries.sittings import sittings_of
from hiring.queries.timeline import happenings
from hiring.views.access import candidacy_at
from onboarding.models import Journey
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast, toast_with

OPEN_ACTS = (candidacy_acts.RejectForm, candidacy_acts.WithdrawForm)
CLOSED_ACTS = (candidacy_acts.ReopenForm,)
BENCH_ACTS = (
    bench_acts.TouchForm,
    bench_acts.SnoozeForm,
    bench_acts.TierForm,
    bench_acts.DatesForm,
    bench_acts.HandOverForm,
    bench_acts.TakeOffForm,
)
TOUCHES = 20


@require_GET
@needing("hiring.read")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = candidacy_at(request, pk)
    note_look(candidate_id=candidacy.candidate_id, how=LookedBy.PAGE, by=request.user, at=timezone.now())
    return render(request, "hiring/candidacy/record.html", record_context(request, candidacy))


@require_GET
@needing("hiring.read")
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The same record as a fragment for the side panel."""
    candidacy = candidacy_at(request, pk)
    note_look(candidate_id=candidacy.candidate_id, how=LookedBy.PANEL, by=request.user, at=timezone.now())
    context = record_context(request, candidacy, in_panel=True)
    return render(request, "hiring/candidacy/candidacy.html", context)


@require_GET
@needing("hiring.read")
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened; the page asks for it when it stands."""
    entries = happenings(candidacy_at(request, pk), viewer=request.user)
    return render(request, "web/components/timeline.html", {"entries": entries, "has_earlier": False})


def record_context(
    request: HttpRequest, candidacy: Candidacy, *, in_panel: bool = False, **shown: Any
) -> dict[str, Any]:
    """What both forms of the record show. `bound` replaces the form of the same name, and is opened."""
    company, now = company_at(request), timezone.now()
    today = company.day_of(now)
    stages = list(candidacy.profile.stages.in_use())
    bench = next(iter(rows(BenchEntry.objects.standing().filter(candidacy=candidacy), today=today)), None)
    entry = bench.entry if bench else None
    sittings = sittings_of(candidacy.pk, viewer=request.user)
    bound = shown.pop("bound", None)
    return {
        "candidacy": candidacy,
        "candidate": candidacy.candidate,
        "stages": stages,
        "next_stage": next((stage for stage in stages if stage.position > candidacy.stage.position), None),
        "stage_days": days_in_stage(candidacy, today=today, zone=company.zone),
        "entry": entry,
        "bench": bench,
        "bench_days": (today - company.day_of(entry.put_at)).days if entry else 0,
        "touches": _touches(entry) if entry and in_panel else [],
        "sittings": sittings,
        "booking_links": open_links(candidacy, at=now) if candidacy.may_work and candidacy.is_open else [],
        "next_act": next_act(candidacy, sittings, entry, now=now, today=today),
        "others": _others(request, candidacy),
        "offer": Offer.objects.visible_to(request.user).filter(candidacy=candidacy).order_by("-pk").first(),
        "journey": _journey(request, candidacy) if candidacy.hired_user_id else None,
        **_links(candidacy),
        "forms": _forms(candidacy, entry, bound),
        "opened": bound.name if bound is not None else "",
        "may_work": candidacy.may_work,
        "in_panel": in_panel,
        "now": now,
        "today": today,
        "as": "?as=panel" if in_panel else "",
        "small": " btn-sm" if in_panel else "",
        **shown,
    }


def redrawn(request: HttpRequest, candidacy: Candidacy, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The whole record again: as a fragment where htmx asked, as its page otherwise."""
    context = record_context(request, candidacy, in_panel=request.GET.get("as") == "panel", **shown)
    template = "hiring/candidacy/candidacy.html" if request.htmx else "hiring/candidacy/record.html"
    return render(request, template, context, status=status)


def answered(request: HttpRequest, before: Candidacy, pk: int, words: str, *, undo_url: str = "") -> HttpResponse:
    """After an act: the record as it is now, what happened in a toast, and word to the list beside it."""
    if not request.htmx:
        toast(request, words, undo_url=undo_url)
        return redirect("hiring:candidacy", pk)
    after = candidacy_at(request, pk)
    return toast_with(told(redrawn(request, after), before, after), words, undo_url=undo_url)


def told(response: HttpResponse, *candidacies: Candidacy) -> HttpResponse:
    """Names the stages whose columns are no longer right."""
    events = json.loads(response.get("HX-Trigger", "{}"))
    stages = sorted({candidacy.stage_id for candidacy in candidacies})
    events["record-changed"] = {"stages": stages, "row": candidacies[-1].pk}
    response["HX-Trigger"] = json.dumps(events)
    return response


def address_of(candidacy: Candidacy) -> str:
    return reverse("hiring:candidacy", args=[candidacy.pk])


def _forms(candidacy: Candidacy, entry: BenchEntry | None, bound: ActForm | None) -> dict[str, ActForm]:
    """The forms of what may be done now, by name; `bound` instead of its empty twin."""
    if not candidacy.may_work:
        return {}
    given: list[Any] = [form(row=candidacy) for form in (OPEN_ACTS if candidacy.is_open else CLOSED_ACTS)]
    if entry is not None:
        given += [form(row=entry) for form in BENCH_ACTS]
    elif candidacy.is_open:
        given.append(candidacy_acts.BenchForm(row=candidacy))
    given += [] if bound is None else [bound]
    return {form.name.replace("-", "_"): form for form in given}


def _links(candidacy: Any) -> dict[str, str]:
    """The addresses that the candidate holds, for those who may hand them on: each is a key."""
    if not candidacy.may_work:
        return {}
    found = {}
    if candidacy.asked_pk is not None:
        found["consent_link"] = reverse("consent:page", args=[consent_token(ConsentRequest(pk=candidacy.asked_pk))])
    if candidacy.status_pk is not None:
        found["status_link"] = reverse("status:page", args=[status_token(StatusLink(pk=candidacy.status_pk))])
    return found


def _touches(entry: BenchEntry) -> list[Touch]:
    return list(entry.touches.select_related("user")[:TOUCHES])


def _journey(request: HttpRequest, candidacy: Candidacy) -> Journey | None:
    """The onboarding that the hire has begun, if this person may open it."""
    begun = Journey.objects.visible_to(request.user).filter(hired_from=HIRED_FROM, origin_ref=str(candidacy.pk))
    return begun.first()


def _others(request: HttpRequest, candidacy: Candidacy) -> list[Candidacy]:
    """The person's other candidacies that one may see."""
    rows = Candidacy.objects.visible_to(request.user).filter(candidate=candidacy.candidate_id)
    return list(rows.exclude(pk=candidacy.pk).select_related("profile__role_profile", "stage").order_by("-applied_at"))
