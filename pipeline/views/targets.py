"""Quotas: who is to book how much in which quarter."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.choices import Measure
from pipeline.domain.targets import set_target
from pipeline.forms.setup import TargetForm
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.quotas import Quota, quota_table
from pipeline.queries.targets import effective_target
from salesmgmt.common.problems import Refused
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import FiscalPeriod
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast_with


@require_GET
@needing("pipeline.read")
def targets(request: HttpRequest) -> HttpResponse:
    """The table of the fiscal year that `day` falls in, today's without it."""
    company = company_at(request)
    context = {
        "table": quota_table(viewer=request.user, day=_day(request, company.day_of(timezone.now()))),
        "company": company,
        "may_set": request.user.has_perm("pipeline.set_targets"),
        "here": "targets",
    }
    return render(request, "pipeline/targets.html", context)


@require_POST
@needing("pipeline.set_targets")
def set_quota(request: HttpRequest) -> HttpResponse:
    """Sets one cell of the table, and gives it again with the total below it."""
    form = TargetForm(request.POST)
    if not form.is_valid():
        raise Refused("A quota is a number above 0; correct it.", code="quota", field="full_amount")
    said = form.cleaned_data
    period = get_object_or_404(FiscalPeriod, kind=PeriodKind.QUARTER, pk=said["period"])
    person = sellers_seen_by(request.user).filter(pk=said["user"]).first()
    if person is None:
        raise Http404
    target = set_target(
        user=person,
        measure=Measure.BOOKINGS,
        period=period.period,
        full_amount=said["full_amount"],
        by=request.user,
        at=timezone.now(),
    )
    context = {
        "person": person,
        "quota": Quota(period, target, effective_target(target)),
        "totals": quota_table(viewer=request.user, day=period.start_date).totals,
        "may_set": True,
    }
    response = render(request, "pipeline/targets/cell.html", context)
    return toast_with(response, f"{person.name}: quota of {period.name} saved")


def _day(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
