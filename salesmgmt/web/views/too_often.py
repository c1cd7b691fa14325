"""What pages answer to whoever asks too often: when to go on, in words and for programs."""

import math
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.throttling import BaseThrottle

from salesmgmt.web.views.sign_in import sign_in_later

WAIT = 60
"""Seconds: allauth counts by the minute what it answers this for."""


def to_wait(throttle: BaseThrottle, draw: Callable[[int], HttpResponse]) -> HttpResponse:
    """What `draw` answers of the minutes that a form is to wait."""
    minutes = math.ceil((throttle.wait() or WAIT) / 60)
    response = draw(minutes)
    response["Retry-After"] = str(minutes * 60)
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """That of signing in, on its own page, and of passwords."""
    match = request.resolver_match
    is_sign_in = match is not None and match.url_name == "account_login"
    response = sign_in_later(request, wait=WAIT) if is_sign_in else render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT)
    return response
