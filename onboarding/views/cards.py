"""Onboarding's card on Today."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onboarding.models import Journey
from onboarding.queries.journey_rows import journey_rows, to_show
from onboarding.queries.waiting import led_by
from salesmgmt.accounts.models import User
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company
from salesmgmt.web.access import company_at, needing

SHOWN = 6


@require_GET
@needing("onboarding.start_journeys")
def ramp_card(request: HttpRequest) -> HttpResponse:
    """The new hires below one, who is late longest first; 204 where there are none."""
    now, company = timezone.now(), company_at(request)
    journeys = _led(request.user, now, company.zone)
    if not journeys:
        return HttpResponse(status=204)
    rows = journey_rows(journeys[:SHOWN], company=company, today=company.day_of(now))
    return render(request, "onboarding/today_card.html", {"rows": rows, "more": len(journeys) > SHOWN})


@found_alike
def _led(user: User, at: datetime, zone: str) -> QuerySet[Journey]:
    shown = to_show(led_by(user), company=Company(zone=zone), at=at)
    return shown.order_by(F("late_since").asc(nulls_last=True), "-start_date", "pk")[: SHOWN + 1]
