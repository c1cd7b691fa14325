"""What the pages of signing in answer to whoever asks too often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WAIT = 60
"""Seconds: allauth counts by the minute what it answers this for."""


def too_many_requests(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT)
    return response
