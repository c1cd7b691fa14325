"""Onboarding's card on Today."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onboarding.queries.journey_rows import journey_rows
from onboarding.queries.waiting import led_by
from onboarding.views.access import journeys_shown
from salesmgmt.web.access import company_at, needing

SHOWN = 6


@require_GET
@needing("onboarding.start_journeys")
def ramp_card(request: HttpRequest) -> HttpResponse:
    """The new hires below one, who is late longest first; 204 where there are none."""
    now, company = timezone.now(), company_at(request)
    shown = journeys_shown(request, led_by(request.user), at=now)
    journeys = list(shown.order_by(F("late_since").asc(nulls_last=True), "-start_date", "pk")[: SHOWN + 1])
    if not journeys:
        return HttpResponse(status=204)
    rows = journey_rows(journeys[:SHOWN], company=company, today=company.day_of(now))
    return render(request, "onboarding/today_card.html", {"rows": rows, "more": len(journeys) > SHOWN})
