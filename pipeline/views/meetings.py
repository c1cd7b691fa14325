"""Meetings of a deal: planned, held, cancelled; and to the deal of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pipeline.domain.planned_meetings import cancel_meeting, hold_meeting, plan_meeting
from pipeline.forms.meetings import CancelMeetingForm, HoldForm, PlanForm
from pipeline.models import Deal
from pipeline.views.record import DEAL
from salesmgmt.web.access import needing


@require_POST
@needing("pipeline.read")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, deal: Deal, **said: Any) -> Deal:
        return plan_meeting(deal=deal, **said).deal

    return DEAL.act(request, pk, PlanForm, verb, "The meeting is planned")


@require_POST
@needing("pipeline.read")
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, deal: Deal, **said: Any) -> Deal:
        hold_meeting(**said)
        return deal

    return DEAL.act(request, pk, HoldForm, verb, "It was held, and is in the timeline")


@require_POST
@needing("pipeline.read")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, deal: Deal, **said: Any) -> Deal:
        cancel_meeting(**said)
        return deal

    return DEAL.act(request, pk, CancelMeetingForm, verb, "The meeting is cancelled")
