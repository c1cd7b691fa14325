"""What pages for people outside share: few looks for a program, no index, and an address that nobody passes on."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from rest_framework.throttling import SimpleRateThrottle

from salesmgmt.people.models import Company

TOO_OFTEN = "This was opened very often; try again in an hour."
View = Callable[..., HttpResponseBase]


class LinkThrottle(SimpleRateThrottle):
    """Far more looks and acts than a person or a calendar needs, and far fewer than guessing links takes."""

    def get_rate(self) -> str | None:
        return settings.LINK_RATE

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"web.link.{self.get_ident(request)}"


def _zone() -> ZoneInfo:
    """The company's, of which those outside say nothing: what they chose themselves is their page's business."""
    company = Company.objects.first()
    return ZoneInfo(company.zone if company else "UTC")


def by_link(refused: Callable[[HttpRequest], HttpResponse]) -> Callable[[View], View]:
    """A view that needs its link only; `refused` answers whoever asks too often."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            throttle = LinkThrottle()
            allowed = throttle.allow_request(request, None)
            with timezone.override(_zone()):
                response = view(request, *args, **kwargs) if allowed else refused(request)
            if not allowed:
                response["Retry-After"] = str(math.ceil(throttle.wait() or 3600))
            # The address is the key, so no other site hears it. With "no-referrer" browsers would post an Origin of
            # null, which the CSRF check refuses.
            response["Referrer-Policy"] = "same-origin"
            response["X-Robots-Tag"] = "noindex"
            return response

        return login_not_required(never_cache(guarded))

    return decorate
