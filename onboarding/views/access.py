"""The row that an address names (what one may not see is not there), and the days it is looked at on."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from onboarding.models import Journey, JourneyItem
from onboarding.queries.journey_rows import to_show
from salesmgmt.common.period import day_of
from salesmgmt.people.models import Company
from salesmgmt.web.access import company_at


def journeys_shown(request: HttpRequest, journeys: QuerySet[Journey], *, at: datetime) -> QuerySet[Journey]:
    return to_show(journeys, company=company_at(request), at=at)


def journey_at(request: HttpRequest, pk: int, *, at: datetime) -> Journey:
    return get_object_or_404(journeys_shown(request, Journey.objects.visible_to(request.user), at=at), pk=pk)


def item_at(request: HttpRequest, pk: int) -> JourneyItem:
    items = JourneyItem.objects.visible_to(request.user)
    named = ("plan_item", "assignee", "done_by", "journey__user", "journey__office")
    return get_object_or_404(items.select_related(*named), pk=pk)


def zone_of(journey: Journey, company: Company) -> str:
    """Where the days of a journey are judged: at its office."""
    return journey.office.zone if journey.office else company.zone


def day_there(journey: Journey, company: Company, at: datetime) -> date:
    return day_of(at, zone_of(journey, company))


def page(request: HttpRequest, template: str, here: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page among its sisters; `here` is the one that is open."""
    return render(request, f"onboarding/{template}.html", {"here": here, **context}, status=status)
