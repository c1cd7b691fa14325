"""The secret address at which a calendar reads one's interviews."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hiring.domain.feeds import close_feed, open_feed, owner_of
from hiring.queries.invitations import feed_of
from hiring.views.public import by_link
from salesmgmt.outbox.mail import address_of
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@by_link(lambda request: HttpResponse("Ask again in an hour.", status=429, content_type="text/plain"))
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    owner = owner_of(secret)
    if owner is None:
        raise Http404
    return HttpResponse(feed_of(owner, at=timezone.now()), content_type="text/calendar")


@require_POST
@needing("hiring.interview")
def new(request: HttpRequest) -> HttpResponse:
    """Shown once, on the page that follows."""
    secret = open_feed(by=request.user, at=timezone.now())
    request.session["hiring.feed_address"] = address_of(reverse("book:feed", args=[secret]))
    return redirect("hiring:hours")


@require_POST
@needing("hiring.interview")
def end(request: HttpRequest) -> HttpResponse:
    close_feed(by=request.user, at=timezone.now())
    toast(request, "The address is revoked; calendars read nothing there any more")
    return redirect("hiring:hours")
