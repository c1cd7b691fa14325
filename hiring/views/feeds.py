"""The secret address at which a calendar reads one's interviews."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hiring.domain.feeds import close_feed, open_feed
from hiring.models import InterviewFeed
from hiring.queries.invitations import feed_address, feed_of
from salesmgmt.web.access import needing
from salesmgmt.web.views.calendar_feeds import feed_view, make_on_page, revoke_on_page

feed = feed_view(InterviewFeed, feed_of)


@require_POST
@needing("hiring.interview")
def new(request: HttpRequest) -> HttpResponse:
    """Shown once, on the page that follows."""
    return make_on_page(request, open_feed, feed_address, key="hiring.feed_address", page="hiring:hours")


@require_POST
@needing("hiring.interview")
def end(request: HttpRequest) -> HttpResponse:
    return revoke_on_page(request, close_feed, page="hiring:hours")
