"""Interviews: one's own, planning one, and changing what was planned."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hiring.domain import interviews
from hiring.forms.interviews import InterviewForm, PanelForm, RescheduleForm
from hiring.models import Candidacy, Interview
from hiring.queries.sittings import sittings_for
from hiring.views.access import interview_at, planned_at, workable_at
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast, undo_url_of


@require_GET
@needing("hiring.read")
def mine(request: HttpRequest) -> HttpResponse:
    """What one is to score, what is coming, and what is done."""
    now = timezone.now()
    context = {"here": "interviews", "now": now, **sittings_for(request.user, now=now)}
    return render(request, "hiring/interviews/mine.html", context)


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = workable_at(request, pk)
    form = InterviewForm(request.POST or None, row=candidacy)
    words = {"title": f"Interview {candidacy.candidate}", "sub": str(candidacy.profile), "button": "Plan the interview"}

    def act(said: dict[str, Any]) -> Interview:
        return interviews.plan_by_hand(candidacy=candidacy, **said, by=request.user, at=timezone.now())

    return form_page(request, form, act, candidacy, done="The interview is planned", **words)


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    row = planned_at(request, pk)
    form = RescheduleForm(request.POST or None, row=row)
    words = {"title": f"{row}: another time", "sub": str(row.candidacy.profile), "button": "Save the time"}

    def act(said: dict[str, Any]) -> Interview:
        return interviews.reschedule(interview=row, **said, by=request.user, at=timezone.now())

    return form_page(request, form, act, row.candidacy, done="The interview has another time", **words)


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    row = planned_at(request, pk)
    form = PanelForm(request.POST or None, row=row)
    words = {"title": f"{row}: who sits in", "sub": str(row.candidacy.profile), "button": "Save the panel"}

    def act(said: dict[str, Any]) -> Interview:
        return interviews.change_panel(interview=row, **said, by=request.user, at=timezone.now())

    return form_page(request, form, act, row.candidacy, done="The panel is saved", **words)


@require_POST
@needing("hiring.work_candidates")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = interview_at(request, pk)
    interviews.cancel(interview=row, by=request.user, at=timezone.now(), expected_version=_version(request))
    toast(request, "The interview is cancelled; nobody owes a scorecard for it")
    return redirect("hiring:candidacy", row.candidacy_id)


@require_POST
@needing("hiring.read")
def held(request: HttpRequest, pk: int) -> HttpResponse:
    row = interview_at(request, pk)
    interviews.mark_held(interview=row, by=request.user, at=timezone.now(), expected_version=_version(request))
    toast(request, "The interview was held; its scorecards are due")
    return redirect("hiring:candidacy", row.candidacy_id)


def form_page(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[dict[str, Any]], Any],
    candidacy: Candidacy,
    *,
    done: str,
    undo_of: datetime | None = None,
    **words: str,
) -> HttpResponse:
    """A page with one form: shown, refused with 422, or done and back to the candidate; what was done at `undo_of` is
    taken back by the toast."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.said())
        except NotAllowed:
            raise
        except Refused as error:
            form.refuse(error)
        else:
            undo_url = undo_url_of(candidacy, by=request.user, at=undo_of) if undo_of else ""
            toast(request, done, undo_url=undo_url)
            return redirect("hiring:candidacy", candidacy.pk)
    back = reverse("hiring:candidacy", args=[candidacy.pk])
    context = {"form": form, "here": "candidates", "back": back, **words}
    return render(request, "hiring/form_page.html", context, status=422 if form.errors else 200)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
