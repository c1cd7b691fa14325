"""Campaigns of candidate sources: the list with what each brought, a new one, a changed one; what an hour costs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hiring.domain.campaigns import add_campaign, edit_campaign, set_hour_cost
from hiring.forms.campaigns import HourCostForm, NewCandidateCampaignForm
from hiring.lists import CANDIDATE_CAMPAIGNS
from hiring.models import CandidateCampaign, InterviewHourCost
from pipeline.forms.campaigns import EditCampaignForm
from salesmgmt.common.problems import Conflict
from salesmgmt.console.views.pages import accepted
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast

SUB = "What a candidate source is worked with, for a time and at a cost."


@require_GET
@needing("hiring.configure")
def campaigns(request: HttpRequest) -> HttpResponse:
    return show_list(request, CANDIDATE_CAMPAIGNS)


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def new(request: HttpRequest) -> HttpResponse:
    form = NewCandidateCampaignForm(request.POST or None)
    shown = {"title": "New campaign", "sub": SUB, "button": "Add the campaign"}
    return _written(request, form, add_campaign, "The campaign is added", shown)


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(CandidateCampaign.objects.visible_to(request.user).select_related("source"), pk=pk)
    form = EditCampaignForm(request.POST or None, campaign=row)
    address = request.build_absolute_uri(reverse("apply:profiles"))
    sub = f"Applications come by it at {address}<role profile>/?c={row.code}"
    shown = {"title": str(row), "sub": sub, "button": "Save"}
    return _written(request, form, lambda **said: edit_campaign(campaign=row, **said), "Saved", shown)


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def hour_cost(request: HttpRequest) -> HttpResponse:
    form = HourCostForm(request.POST or None, known=InterviewHourCost.objects.visible_to(request.user).first())
    sub = "Interviewers' time is part of what a hire costs, once an hour of it has a price."
    shown = {"title": "What an hour of interviewing costs", "sub": sub, "button": "Save"}
    return _written(request, form, set_hour_cost, "Saved", shown)


def _written(
    request: HttpRequest, form: Any, act: Callable[..., Any], words: str, shown: dict[str, Any]
) -> HttpResponse:
    """A form of its own page: one domain call with what it said, then the list."""
    status = 422 if request.method == "POST" else 200
    try:
        done = request.method == "POST" and accepted(
            form,
            lambda _: act(**form.said(), by=request.user, at=timezone.now()),
        )
    except Conflict as error:
        form.refuse(error)
        done, status = False, 409
    if done:
        toast(request, words)
        return redirect("hiring:campaigns")
    context = {"here": "campaigns", "form": form, "back": reverse("hiring:campaigns"), **shown}
    return render(request, "hiring/form_page.html", context, status=status)
