"""A new hire's own journey, and where onboarding begins for everybody else."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from onboarding.choices import JourneyState
from onboarding.models import Journey
from onboarding.queries.own_day import ask_words, day_sentence, greeting, helpers_of
from onboarding.queries.ramp_of import with_ramp
from onboarding.queries.sections import sections_of
from onboarding.queries.starting import place_on
from onboarding.rules import has_items
from onboarding.views.access import day_there, journeys_shown, page, zone_of
from salesmgmt.web.access import company_at


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To one's own open journey, the journeys one oversees, or the items one has."""
    if request.user.has_perm("onboarding.follow_a_journey"):
        return mine(request)
    if request.user.has_perm("onboarding.start_journeys"):
        return redirect("onboarding:journeys")
    if has_items(request.user):
        return redirect("onboarding:items")
    return mine(request)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The day of the new hire: the open journey, else the last one; what to do is said where there is none."""
    now = timezone.now()
    own = journeys_shown(request, Journey.objects.filter(user=request.user), at=now)
    journey = own.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()
    if journey is None:
        return page(request, "no_journey", "mine")
    company, zone = company_at(request), zone_of(journey, company_at(request))
    today = day_there(journey, company, now)
    items = journey.items.select_related("plan_item", "assignee", "done_by")
    own_items = [item for item in items if item.assignee_id == request.user.pk]
    for_me = [item for item in items if item.assignee_id != request.user.pk]
    asked_for = own_items if journey.state != JourneyState.STOPPED else [item for item in own_items if item.is_done]
    sections = sections_of(asked_for, today=today, zone=zone)
    place = place_on(request.user, max(today, journey.start_date))
    helpers = helpers_of(journey, place.manager if place else None)
    context = {
        "journey": journey,
        "sections": sections,
        "greeting": greeting(timezone.localtime(now).hour),
        "day_sentence": day_sentence(journey, sections),
        "for_me": for_me,
        "for_me_done": sum(item.done_at is not None for item in for_me),
        "ask": helpers,
        "ask_words": ask_words(helpers),
        **with_ramp(journey, company=company, today=company.day_of(now)),
    }
    return page(request, "mine_body" if request.htmx else "mine", "mine", **context)
