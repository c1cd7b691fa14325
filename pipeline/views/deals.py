"""The lists of deals, of what was done for them and of what is sold in them, and opening a new deal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.domain.deals import create_deal
from pipeline.forms.new import NewDealForm
from pipeline.lists import ACTIVITIES, DEALS, PRODUCTS
from pipeline.models import Deal
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast


@require_GET
@needing("pipeline.read")
def deal_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, DEALS)


@require_GET
@needing("pipeline.read")
def activity_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, ACTIVITIES)


@require_GET
@needing("pipeline.read")
def product_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, PRODUCTS)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def new_deal(request: HttpRequest) -> HttpResponse:
    """Opens a deal and goes to it."""
    start = {name: request.GET[name] for name in ("account", "stage") if name in request.GET}
    form = NewDealForm(request.POST or None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            deal = create_deal(**form.said(), by=request.user, at=timezone.now())
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, f"{deal.name} is open in {deal.stage}")
            seen = Deal.objects.visible_to(request.user).filter(pk=deal.pk).exists()
            return redirect("pipeline:deal", deal.pk) if seen else redirect("pipeline:board")
    context = {"form": form, "here": "board", "has_process": form.fields["stage"].queryset.exists()}
    return render(request, "pipeline/deals/new.html", context, status=422 if form.errors else 200)
