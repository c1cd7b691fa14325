"""Openings: the list, a new one, and the page of one with its acts."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hiring.choices import OpeningState
from hiring.domain import openings as verbs
from hiring.forms import openings as forms
from hiring.lists import OPENINGS
from hiring.models import HiringProfile, Opening
from hiring.models.opening import OPENING_APPROVAL
from hiring.queries.ranked_bench import ranked_bench
from salesmgmt.approvals.domain.chains import current_chain
from salesmgmt.approvals.queries.waiting import of_subject
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.views.pages import accepted
from salesmgmt.people.models import Membership
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, undo_url_of
from salesmgmt.web.views.acting import act_on


@require_GET
@needing("hiring.work_candidates")
def openings(request: HttpRequest) -> HttpResponse:
    return show_list(request, OPENINGS)


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def new(request: HttpRequest) -> HttpResponse:
    """Drafts an opening, and goes on to its page."""
    place = Membership.objects.today().filter(user=request.user).first()
    form = forms.OpeningForm(request.POST or None, user=request.user, initial={"team": place and place.team_id})
    made: list[Opening] = []
    if request.method == "POST" and accepted(
        form, lambda said: made.append(verbs.draft_opening(**said, by=request.user, at=timezone.now()))
    ):
        toast(request, f"{made[0]} is drafted")
        return redirect("hiring:opening", made[0].pk)
    context = {
        "here": "openings",
        "title": "New opening",
        "sub": "A seat to fill. Candidates need none: the bench is kept with or without it.",
        "form": form,
        "button": "Draft the opening",
        "back": reverse("hiring:openings"),
    }
    return render(request, "hiring/form_page.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _opening_at(request, pk))


@require_POST
@needing("hiring.work_candidates")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    def words(done: Opening) -> str:
        return f"{done} is open" if done.state == OpeningState.OPEN else f"Others have to approve {done} first"

    return _act(request, pk, forms.AskToOpenForm, verbs.ask_to_open, words)


@require_POST
@needing("hiring.work_candidates")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.CancelOpeningForm, verbs.cancel_opening, lambda done: f"{done} is cancelled")


def _act(
    request: HttpRequest,
    pk: int,
    form_class: type[ActForm],
    verb: Callable[..., Opening],
    words: Callable[[Opening], str],
) -> HttpResponse:
    def done(opening: Opening, after: Opening, at: datetime) -> HttpResponse:
        toast(request, words(after), undo_url=undo_url_of(after, by=request.user, at=at))
        return redirect("hiring:opening", pk)

    return act_on(
        request,
        read=partial(_opening_at, request, pk),
        form_of=lambda opening: form_class(request.POST, row=opening),
        do=lambda opening, form, **act: verb(opening=opening, **form.said(), **act),
        draw=partial(_page, request),
        done=done,
    )


def _opening_at(request: HttpRequest, pk: int) -> Opening:
    named = ("profile__role_profile", "team", "drafted_by", "filled_by__candidate")
    return get_object_or_404(Opening.objects.visible_to(request.user).select_related(*named), pk=pk)


def _page(
    request: HttpRequest, opening: Opening, *, status: int = 200, bound: ActForm | None = None, **shown: Any
) -> HttpResponse:
    may_work = HiringProfile.objects.hired_for_by(request.user).filter(pk=opening.profile_id).exists()
    given = {each.name: each(row=opening) for each in (forms.AskToOpenForm, forms.CancelOpeningForm)}
    is_open = may_work and opening.state == OpeningState.OPEN
    today = company_at(request).day_of(timezone.now())
    context = {
        "here": "openings",
        "opening": opening,
        "bench": ranked_bench(opening, viewer=request.user, today=today) if is_open else None,
        "may_work": may_work,
        "forms": {**given, **({bound.name: bound} if bound else {})},
        "opened": bound.name if bound else "",
        "approval": of_subject(OPENING_APPROVAL, opening),
        "needs_approval": current_chain(OPENING_APPROVAL) is not None,
        **shown,
    }
    return render(request, "hiring/openings/page.html", context, status=status)
