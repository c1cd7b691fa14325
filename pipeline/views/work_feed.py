"""The secret address at which a calendar reads one's tasks, next steps and meetings, and the page that makes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain.work_feeds import close_work_feed, open_work_feed
from pipeline.models import WorkFeed
from pipeline.queries.work_calendar import work_address, work_calendar
from salesmgmt.web.access import needing
from salesmgmt.web.views.calendar_feeds import feed_view, make_on_page, revoke_on_page

feed = feed_view(WorkFeed, work_calendar)
_KEY = "pipeline.feed_address"


@require_GET
@needing("pipeline.work_deals")
def calendar(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "calendar",
        "feed": WorkFeed.objects.visible_to(request.user).first(),
        "feed_address": request.session.pop(_KEY, ""),
    }
    return render(request, "pipeline/calendar.html", context)


@require_POST
@needing("pipeline.work_deals")
def new(request: HttpRequest) -> HttpResponse:
    """Shown once, on the page that follows."""
    return make_on_page(request, open_work_feed, work_address, key=_KEY, page="pipeline:calendar")


@require_POST
@needing("pipeline.work_deals")
def end(request: HttpRequest) -> HttpResponse:
    return revoke_on_page(request, close_work_feed, page="pipeline:calendar")
