"""Erasing a candidate, after a look at what goes; and what was erased, in numbers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hiring.domain.erasure import erase_candidate
from hiring.domain.retention_night import KIND
from hiring.forms.erasing import EraseForm
from hiring.models import Candidate, CandidateRequest, Erasure, Offer
from hiring.queries.erasing import behind_doors, hired_as, looking_alike, offer_out, whom
from salesmgmt.events.models import Job
from salesmgmt.files.domain.erasing import KIND as BYTES
from salesmgmt.people.models import Company
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import act_on

SHOWN, NIGHTS = 100, 14


@require_http_methods(["GET", "POST"])
@needing("hiring.erase")
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """GET counts what stands behind each door, POST erases."""
    if request.method == "GET":
        return _preview(request, _candidate(request, pk))
    return act_on(
        request,
        read=lambda: _candidate(request, pk),
        form_of=lambda candidate: EraseForm(request.POST, row=candidate),
        do=lambda candidate, form, **act: erase_candidate(candidate=candidate, **form.said(), **act),
        draw=lambda candidate, **shown: _preview(request, candidate, **shown),
        done=_done(request),
    )


@require_GET
@needing("hiring.erase")
def erasures(request: HttpRequest) -> HttpResponse:
    rows = Erasure.objects.visible_to(request.user).select_related("by")
    context = {
        "here": "requests",
        "erasures": rows[:SHOWN],
        "total": rows.count(),
        "nights": Job.objects.filter(kind=KIND).order_by("-created_at")[:NIGHTS],
        "waiting": Job.objects.filter(kind=BYTES).exclude(state="DONE"),
        "now": timezone.now(),
    }
    return render(request, "hiring/requests/erasures.html", context)


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    return get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)


def _done(request: HttpRequest) -> Any:
    def answer(candidate: Candidate, erasure: Erasure, at: Any) -> HttpResponse:
        toast(request, f"Erased: {erasure.total} things went, and a row that is only counted stays")
        return redirect("hiring:erasures")

    return answer


def _preview(
    request: HttpRequest, candidate: Candidate, *, status: int = 200, bound: EraseForm | None = None, **shown: Any
) -> HttpResponse:
    at = timezone.now()
    refused = candidate.erased_at is not None
    offer = offer_out(candidate)
    asked = CandidateRequest.objects.open().filter(candidate=candidate, kind="ERASURE").first()
    behind = [] if refused else behind_doors(whom(candidate, by=request.user, at=at))
    context = {
        "here": "requests",
        "candidate": candidate,
        "behind": [each for each in behind if each.count != 0],
        "hired": hired_as(candidate),
        "offer": offer,
        "opens_offer": offer is not None and Offer.objects.visible_to(request.user).filter(pk=offer.pk).exists(),
        "running": candidate.candidacies.open().select_related("profile__role_profile"),
        "alike": looking_alike(candidate),
        "asked": asked,
        "by_day": asked and asked.due_date(Company.objects.current().zone),
        "form": bound or EraseForm(row=candidate),
        "now": at,
        **shown,
    }
    return render(request, "hiring/requests/erase.html", context, status=status)
