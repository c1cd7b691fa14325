"""The list of deals, and opening a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.choices import StageKind
from pipeline.domain.deals import create_deal
from pipeline.forms.deal_filters import DealFilters
from pipeline.forms.filter_menu import FilterMenu
from pipeline.forms.new import NewDealForm
from pipeline.models import Deal, Stage
from pipeline.queries.deal_list import order_named, page_of_deals, sums_of
from pipeline.queries.health import standing_of
from pipeline.queries.processes import courses
from pipeline.views.figure_links import open_amount, won_context
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_GET
@needing("pipeline.read")
def deal_list(request: HttpRequest) -> HttpResponse:
    """Deals narrowed, ordered and paged by the address."""
    company, now = company_at(request), timezone.now()
    today = company.day_of(now)
    found = courses()
    stages = Stage.objects.filter(process_version__in=[course.version for course in found])
    menu = FilterMenu(request.GET, user=request.user, stages=stages)
    deals = DealFilters(request.GET, Deal.objects.visible_to(request.user)).qs
    sort = order_named(request.GET.get("sort", "")).name
    page = page_of_deals(deals, sort=sort, cursor=request.GET.get("cursor", ""))
    sums = sums_of(deals)
    places = {stage.pk: (course.place_of(stage), course.length) for course in found for stage in course.stages}
    context = {
        "here": "list",
        "menu": menu,
        "chips": menu.chips(),
        "rows": [
            (deal, standing_of(deal, today=today, zone=company.zone), places.get(deal.stage_id, (0, 1)))
            for deal in page.rows
        ],
        "sums": sums,
        "amount": open_amount(request, sums.worth) if request.GET.get("state") == StageKind.OPEN else None,
        "next": page.next.sealed() if page.next else "",
        "sort": sort,
        "scale_max": max([2 * (stage.normal_days or 0) for course in found for stage in course.stages] + [30]),
        "is_empty": not sums.count and not request.GET.keys() - {"state", "sort"},
        **won_context(request),
    }
    return render(request, "pipeline/deals/list.html", context)


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
