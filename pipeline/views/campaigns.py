"""Campaigns: the list, one with what became of its leads, a new one and a changed one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.domain.campaigns import add_campaign, edit_campaign
from pipeline.figures.campaigns import reads_all_of_it
from pipeline.forms.campaigns import EditCampaignForm, NewCampaignForm
from pipeline.forms.new import NewForm
from pipeline.lists import CAMPAIGNS
from pipeline.models import Campaign
from pipeline.queries.campaign_orders import cost_each, with_orders
from pipeline.queries.campaign_outcome import outcome_of
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast


@require_GET
@needing("pipeline.read")
def campaign_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, CAMPAIGNS)


@require_GET
@needing("pipeline.read")
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    row = _campaign_at(request, pk)
    shown: dict[str, Any] = {"here": "campaigns", "campaign": row, "outcome": outcome_of(row, reader=request.user)}
    if reads_all_of_it(request.user):
        shown["brought"] = brought = with_orders(Campaign.objects.filter(pk=pk)).get()
        if row.cost_amount is not None and brought.won_orders:  # type: ignore[attr-defined]
            shown["each"] = cost_each(row, brought.won_orders)  # type: ignore[attr-defined]
    return render(request, "pipeline/campaigns/record.html", shown)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_campaign(request: HttpRequest) -> HttpResponse:
    form = NewCampaignForm(request.POST or None, user=request.user)
    shown = {"title": "New campaign", "button": "Add the campaign"}
    return _entered(request, form, add_campaign, "{row} is a campaign", shown)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _campaign_at(request, pk)
    form = EditCampaignForm(request.POST or None, campaign=row)

    def save(**said: Any) -> Campaign:
        return edit_campaign(campaign=row, **said)

    return _entered(request, form, save, "{row} is saved", {"title": str(row), "button": "Save", "campaign": row})


def _entered(
    request: HttpRequest, form: NewForm, act: Callable[..., Campaign], words: str, shown: dict[str, Any]
) -> HttpResponse:
    """One domain call, and the campaign's page; a refusal stands in the form."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = act(**form.said(), by=request.user, at=timezone.now())  # type: ignore[attr-defined]
        except NotAllowed:
            raise
        except (Refused, Conflict) as error:
            form.refuse(error)
            status = 409 if isinstance(error, Conflict) else 422
        else:
            toast(request, words.format(row=row))
            return redirect("pipeline:campaign", row.pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "pipeline/campaigns/form.html", {"here": "campaigns", "form": form, **shown}, status=status)


def _campaign_at(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("lead_source"), pk=pk)
