"""The address at which a calendar reads, the same for each kind of feed; and making and revoking one on a page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesmgmt.accounts.models import User
from salesmgmt.web.domain.calendar_feeds import calendar_owner_of
from salesmgmt.web.models import CalendarFeed
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.by_link import by_link


def feed_view(model: type[CalendarFeed], written: Callable[..., bytes]) -> Callable[..., HttpResponse]:
    """A view of `…/<secret>.ics`; `written(user, at=)` is the calendar's file."""

    @by_link(lambda request: HttpResponse("Ask again in an hour.", status=429, content_type="text/plain"))
    @require_GET
    def feed(request: HttpRequest, secret: str) -> HttpResponse:
        owner: User | None = calendar_owner_of(model, secret)
        if owner is None:
            raise Http404
        return HttpResponse(written(owner, at=timezone.now()), content_type="text/calendar")

    return feed


def make_on_page(
    request: HttpRequest, make: Callable[..., str], address: Callable[[str], str], *, key: str, page: str
) -> HttpResponse:
    """The address is shown once, on the page that follows, which takes it out of the session by `key`."""
    now: datetime = timezone.now()
    request.session[key] = address(make(by=request.user, at=now))
    return redirect(page)


def revoke_on_page(request: HttpRequest, revoke: Callable[..., Any], *, page: str) -> HttpResponse:
    revoke(by=request.user, at=timezone.now())
    toast(request, "The address is revoked; calendars read nothing there any more")
    return redirect(page)
