"""Targets of a whole year: spread over its parts, or like the year before and grown; looked at before they are set."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain.target_plans import TargetPlan, plan_copy, plan_spread, set_planned
from pipeline.forms.targets import CopyForm, PlanForm, SpreadForm
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import FiscalPeriod
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast, undo_url_of

FORMS: dict[str, type[PlanForm]] = {"spread": SpreadForm, "copy": CopyForm}


@require_GET
@needing("pipeline.set_targets")
def plan(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needing("pipeline.set_targets")
def preview(request: HttpRequest, how: str) -> HttpResponse:
    """What would be set, old beside new. Stores nothing."""
    form = _form(request, how)
    if not form.is_valid():
        return _page(request, bound=form, status=422)
    try:
        planned = _planned(how, form, request)()
    except NotAllowed:
        raise
    except Refused as error:
        form.refuse(error)
        return _page(request, bound=form, status=422)
    return _page(request, bound=form, planned=planned)


@require_POST
@needing("pipeline.set_targets")
def set_plan(request: HttpRequest, how: str) -> HttpResponse:
    """Sets what was looked at; where that has changed since, shows what would be set now."""
    form, now = _form(request, how), timezone.now()
    if not form.is_valid():
        return _page(request, bound=form, status=422)
    planned = _planned(how, form, request)
    try:
        done = set_planned(plan=planned, by=request.user, at=now, seen=form.cleaned_data["seen"])
    except NotAllowed:
        raise
    except Conflict as error:
        return _page(request, bound=form, planned=planned(), status=409, conflict=error.message)
    except Refused as error:
        form.refuse(error)
        return _page(request, bound=form, status=422)
    count = len(done.rows)
    undo_url = undo_url_of(company_at(request), by=request.user, at=now)
    toast(request, f"{count} {'target is' if count == 1 else 'targets are'} set", undo_url=undo_url)
    said = form.cleaned_data
    return redirect(f"{reverse('pipeline:targets')}?day={said['year'].start_date}&measure={said['measure']}")


def _form(request: HttpRequest, how: str) -> PlanForm:
    if how not in FORMS:
        raise Http404
    return FORMS[how](request.POST)


def _planned(how: str, form: Any, request: HttpRequest) -> Callable[[], TargetPlan]:
    if how == "copy":
        return lambda: plan_copy(**form.said(), by=request.user)
    return lambda: plan_spread(**form.said(), by=request.user, at=timezone.now())


def _years_meant(today: date) -> dict[str, FiscalPeriod | None]:
    """Which year a plan is mostly for: a spread is of this one, a copy for the next one where that is open."""
    years = list(FiscalPeriod.objects.filter(kind=PeriodKind.YEAR, end_date__gt=today).order_by("start_date")[:2])
    return {"spread": years[0] if years else None, "copy": years[-1] if years else None}


def _page(
    request: HttpRequest,
    *,
    bound: PlanForm | None = None,
    planned: TargetPlan | None = None,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    """`planned` is shown beside the form that asked for it, which carries on that it was looked at."""
    years = _years_meant(company_at(request).day_of(timezone.now()))
    forms: dict[str, PlanForm] = {
        name: form(initial={"year": years[name], "into": years[name]}) for name, form in FORMS.items()
    }
    if bound is not None:
        if planned is not None:
            bound.data = bound.data.copy()
            bound.data["seen"] = planned.seen
        forms[bound.name] = bound
    context = {
        "here": "targets",
        "forms": forms.values(),
        "asked": bound.name if bound is not None else "",
        "plan": planned,
        "conflict": conflict,
    }
    return render(request, "pipeline/targets/plan.html", context, status=status)
