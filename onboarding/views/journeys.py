"""Journeys that one oversees: the list with who is late first, one journey, starting another."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onboarding.domain.journeys import start_journey
from onboarding.forms.journeys import MoveForm, PeopleForm, StartForm, StopForm
from onboarding.lists import JOURNEYS
from onboarding.models import Journey
from onboarding.queries.by_day import days_of_journey
from onboarding.queries.oversight import oversees
from onboarding.queries.plan_trial import next_monday
from onboarding.queries.ramp_of import with_ramp
from onboarding.queries.starting import place_on
from onboarding.queries.timeline import happenings
from onboarding.queries.trial import trial_of
from onboarding.views.access import day_there, journey_at, page
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast


@require_GET
@needing("onboarding.start_journeys")
def journey_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, JOURNEYS)


@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    journey = journey_at(request, pk, at=timezone.now())
    context = journey_context(request, journey)
    return page(request, "journeys/body" if request.htmx else "journeys/record", "journeys", **context)


@require_GET
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The same record as a fragment for the side panel."""
    journey = journey_at(request, pk, at=timezone.now())
    return page(request, "journeys/body", "journeys", **journey_context(request, journey, in_panel=True))


def journey_context(
    request: HttpRequest, journey: Journey, *, in_panel: bool = False, bound: Any = None
) -> dict[str, Any]:
    """What page and panel show; `bound` is a form that was refused, and is opened."""
    now, company = timezone.now(), company_at(request)
    items = list(journey.items.select_related("plan_item", "assignee", "done_by"))
    overseeing = oversees(request.user, journey)
    may_change = journey.is_open and overseeing
    forms = {}
    if may_change:
        forms = {
            "people": PeopleForm(journey=journey),
            "move": MoveForm(journey=journey),
            "stop": StopForm(journey=journey),
        }
    opened_form = ""
    if bound is not None:
        opened_form = type(bound).__name__.removesuffix("Form").lower()
        forms[opened_form] = bound
    place = place_on(journey.user, max(company.day_of(now), journey.start_date))
    return {
        "journey": journey,
        "today": day_there(journey, company, now),
        "days": days_of_journey(items),
        "manager": place.manager if place else None,
        "may_work_all": overseeing,
        "may_change": may_change,
        "forms": forms,
        "opened": opened_form,
        "entries": happenings(journey, items),
        "in_panel": in_panel,
        "as": "?as=panel" if in_panel else "",
        **with_ramp(journey, company=company, today=company.day_of(now)),
    }


@require_http_methods(["GET", "POST"])
@needing("onboarding.start_journeys")
def journey_new(request: HttpRequest) -> HttpResponse:
    """The form, with the days that the plan would give beside it; nothing is kept till it is sent."""
    known = {"start_date": next_monday(_today(request)), **_asked(request.GET)}
    form = StartForm(request.POST if request.method == "POST" else None, initial=known, starter=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            journey = start_journey(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, f"{journey.user} is on {journey.plan_version}, with {journey.items.count()} items.")
            return redirect("onboarding:journey", pk=journey.pk)
    tried = request.POST if request.method == "POST" else known
    context = {"form": form, "trial": trial_of(StartForm(tried, starter=request.user)), "today": _today(request)}
    return page(request, "journeys/new", "journeys", 422 if form.errors else 200, **context)


@require_GET
@needing("onboarding.start_journeys")
def journey_trial(request: HttpRequest) -> HttpResponse:
    """The days of what stands in the form."""
    trial = trial_of(StartForm(request.GET, starter=request.user))
    return page(request, "journeys/trial", "journeys", trial=trial, today=_today(request))


def _asked(query: QueryDict) -> dict[str, Any]:
    """What an address such as ?user=7 fills in."""
    return {name: query[name] for name in ("user", "start_date", "plan_version") if name in query}


def _today(request: HttpRequest) -> date:
    return company_at(request).day_of(timezone.now())
