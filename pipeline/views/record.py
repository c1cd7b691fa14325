"""One deal: its page, the panel beside board and list, and how acts answer on both."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.choices import EXIT_APPROVAL, ActivityOutcome, StageKind
from pipeline.domain.deals import edit_deal
from pipeline.domain.discounts import KIND as DISCOUNT
from pipeline.forms.acts import (
    ActForm,
    ActivityForm,
    GiveForm,
    LoseForm,
    NextStepForm,
    NoProbabilityForm,
    PauseForm,
    ProbabilityForm,
    ReopenForm,
    WinForm,
)
from pipeline.forms.facts import DEAL_FACTS
from pipeline.forms.meetings import PlanForm
from pipeline.forms.orders import PlaceOrderForm
from pipeline.forms.process_acts import BuyerForm
from pipeline.forms.to_do import DealTaskForm
from pipeline.models import Deal
from pipeline.queries.guidance import guidance_of
from pipeline.queries.health import limit_of, standing_of
from pipeline.queries.margins import margin_of, together
from pipeline.queries.meetings_ahead import meetings_of
from pipeline.queries.offers import BUYERS, offers_for
from pipeline.queries.probability import probabilities_of
from pipeline.queries.processes import course_of
from pipeline.queries.qualification import qualification_of
from pipeline.queries.task_work import waiting_of
from pipeline.queries.timeline import happenings
from pipeline.views.access import deal_at
from pipeline.views.acting import Record, is_panel
from salesmgmt.approvals.queries.waiting import latest_about
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast, toast_with

OPEN_ACTS = (
    NextStepForm,
    PauseForm,
    WinForm,
    LoseForm,
    GiveForm,
    ActivityForm,
    PlanForm,
    DealTaskForm,
    BuyerForm,
    ProbabilityForm,
    NoProbabilityForm,
)
CLOSED_ACTS = (ReopenForm, GiveForm, ActivityForm, DealTaskForm)
WON_ACTS = (PlaceOrderForm, *CLOSED_ACTS)
ORDERED_ACTS = (GiveForm, ActivityForm, DealTaskForm)


@require_GET
@needing("pipeline.read")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "pipeline/deals/record.html", deal_context(request, deal_at(request, pk)))


@require_GET
@needing("pipeline.read")
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The same record as a fragment for the side panel."""
    return render(request, "pipeline/deals/panel.html", deal_context(request, deal_at(request, pk), in_panel=True))


@require_GET
@needing("pipeline.read")
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened, not only the latest."""
    zone = company_at(request).zone
    entries, _ = happenings(deal_at(request, pk), viewer=request.user, zone=zone, limit=None)
    return render(request, "web/components/timeline.html", {"entries": entries, "has_earlier": False})


def deal_context(request: HttpRequest, deal: Deal, *, in_panel: bool = False, **shown: Any) -> dict[str, Any]:
    """What both forms of the record show. `bound` replaces the form of the same name, and is opened."""
    company, now = company_at(request), timezone.now()
    course = course_of(deal.stage)
    bound = shown.pop("bound", None)
    may_work = request.user.has_perm("pipeline.work_deals")
    classes = _acts_on(deal) if may_work else ()
    given = [form(deal=deal) for form in classes] + ([bound] if bound is not None else [])
    offers = offers_for(deal)
    forms = {form.name.replace("-", "_"): form.offer(offers) for form in given}
    today = company.day_of(now)
    asked = latest_about(deal, DISCOUNT, EXIT_APPROVAL)
    known = qualification_of(deal)
    guidance = guidance_of(deal, offers[BUYERS], approval=asked.get(EXIT_APPROVAL), today=today, weakest=known.weakest)
    if "win" in forms:
        forms["win"].say_unmet(guidance.unmet)
    lines = list(deal.lines.select_related("product").order_by("position"))
    entries, has_earlier = happenings(deal, viewer=request.user, zone=company.zone)
    return {
        "deal": deal,
        "standing": standing_of(deal, today=today, zone=company.zone, limit=limit_of(course.of(deal))),
        "guidance": guidance,
        "likely": probabilities_of(course.of(deal), deal.said_likely, zone=company.zone) if deal.is_open else None,
        "qualification": known,
        "meetings": meetings_of(deal, now=now),
        "to_do": waiting_of(deal),
        "today": today,
        "outcomes": ActivityOutcome.choices,
        "follows": any(each["pk"] == request.user.pk for each in deal.followed_by),
        "course": course,
        "place": course.place_of(deal.stage),
        "forms": forms,
        "opened": bound.name if bound is not None else "",
        "facts": list(DEAL_FACTS),
        "approval": asked.get(DISCOUNT),
        "lines": lines,
        "together": together(lines, deal.currency),
        "margin": margin_of(lines) if request.user.has_perm("pipeline.read_costs") else None,
        "splits": deal.splits.select_related("user").order_by("role", "-share_bp", "user"),
        "entries": entries,
        "has_earlier": has_earlier,
        "may_work": may_work,
        "in_panel": in_panel,
        "as": "?as=panel" if in_panel else "",
        **shown,
    }


def _acts_on(deal: Deal) -> tuple[type[ActForm], ...]:
    if deal.is_open:
        return OPEN_ACTS
    if hasattr(deal, "order"):
        return CLOSED_ACTS if deal.order.cancelled_at else ORDERED_ACTS
    return WON_ACTS if deal.state == StageKind.WON else CLOSED_ACTS


def redrawn(request: HttpRequest, deal: Deal, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The whole record again: as a fragment where htmx asked, as its page otherwise."""
    context = deal_context(request, deal, in_panel=is_panel(request), **shown)
    template = "pipeline/deals/deal.html" if request.htmx else "pipeline/deals/record.html"
    return render(request, template, context, status=status)


def answered(request: HttpRequest, before: Deal, after: Deal, words: str, *, undo_url: str = "") -> HttpResponse:
    """After an act: the record as it is now, what happened in a toast, and word to the board beside it.

    Somebody who may no longer see the deal goes back to the board.
    """
    seen = Deal.objects.visible_to(request.user).filter(pk=after.pk).exists()
    if not request.htmx:
        toast(request, words, undo_url=undo_url)
        return redirect("pipeline:deal", after.pk) if seen else redirect("pipeline:board")
    if not seen:
        toast(request, words, undo_url=undo_url)
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("pipeline:board")})
    response = redrawn(request, deal_at(request, after.pk))
    return toast_with(told(response, before, after), words, undo_url=undo_url)


def told(response: HttpResponse, *deals: Deal) -> HttpResponse:
    """Names the stages whose columns are no longer right."""
    events = json.loads(response.get("HX-Trigger", "{}"))
    events["record-changed"] = {"stages": sorted({deal.stage_id for deal in deals}), "row": deals[-1].pk}
    response["HX-Trigger"] = json.dumps(events)
    return response


DEAL = Record("deal", deal_at, redrawn, answered, DEAL_FACTS, "pipeline/deals/fact_form.html", edit_deal)
