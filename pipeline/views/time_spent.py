"""The page of selling time: who spent how long on what in a quarter, and how much of it somebody else saw."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.queries.people import sellers_seen_by
from pipeline.queries.time_spent import time_spent
from salesmgmt.common.period import quarter_of
from salesmgmt.figures.scope import Scope
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("pipeline.read")
def selling_time(request: HttpRequest) -> HttpResponse:
    """Of the quarter that `day` falls in, today's without it; with `owner` one person's."""
    company, now = company_at(request), timezone.now()
    today = company.day_of(now)
    quarter = quarter_of(day_asked_for(request.GET.get("day", ""), today), fiscal_year_start=company.fiscal_year_start)
    text, seen = request.GET.get("owner", ""), sellers_seen_by(request.user)
    person = get_object_or_404(seen, pk=text) if text.isascii() and text.isdigit() else None
    scope = Scope(
        user=request.user,
        at=now,
        start=quarter.start,
        end=quarter.end,
        owner=person.pk if person else None,
        known_company=company,
    )
    context = {
        "here": "selling-time",
        "spent": time_spent(scope),
        "person": person,
        "opened": set() if person else {str(pk) for pk in seen.values_list("pk", flat=True)},
        "first": quarter.start.isoformat(),
        "end": quarter.end.isoformat(),
        "last_day": quarter.end - timedelta(days=1),
        "quarter": quarter,
        "before": (quarter.start - timedelta(days=1)).isoformat(),
        "after": quarter.end.isoformat() if quarter.end <= today else "",
    }
    return render(request, "pipeline/time.html", context)


def day_asked_for(text: str, today: date) -> date:
    """The day that an address names; today for what is none, or so early or late that its quarter has no neighbours."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if date.min.year + 1 < day.year < date.max.year else today
