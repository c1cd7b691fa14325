"""Campaigns: the list, one with what became of its leads, a new one and a changed one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.domain.campaigns import add_campaign, edit_campaign
from pipeline.figures.campaigns import reads_all_of_it
from pipeline.forms.campaigns import EditCampaignForm, NewCampaignForm
from pipeline.lists import CAMPAIGNS
from pipeline.models import Campaign
from pipeline.queries.campaign_orders import cost_each, with_orders
from pipeline.queries.campaign_outcome import outcome_of
from pipeline.views.entering import written
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list

PAGE, FORM = "pipeline:campaign", "pipeline/form_page.html"
SUB = "What a lead source is worked with, for a time and at a cost."


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
    back = reverse("pipeline:campaigns")
    shown = {"title": "New campaign", "sub": SUB, "button": "Add the campaign", "here": "campaigns", "back": back}
    return written(request, form, add_campaign, "{row} is a campaign", page=PAGE, template=FORM, shown=shown)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _campaign_at(request, pk)
    form = EditCampaignForm(request.POST or None, campaign=row)

    def save(**said: Any) -> Campaign:
        return edit_campaign(campaign=row, **said)

    shown = {"title": str(row), "sub": SUB, "button": "Save", "here": "campaigns", "back": reverse(PAGE, args=[pk])}
    return written(request, form, save, "{row} is saved", page=PAGE, template=FORM, shown=shown)


def _campaign_at(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("lead_source"), pk=pk)
