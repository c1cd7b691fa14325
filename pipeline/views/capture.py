"""For everybody outside: a form of a lead source or campaign, and thanks."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.throttling import SimpleRateThrottle

from pipeline.domain.capture import capture_lead
from pipeline.forms.capture import InterestForm
from pipeline.models import CaptureForm
from salesmgmt.common.problems import Refused
from salesmgmt.web.views.too_often import to_wait

TAGS = ("utm_campaign",)
"""What is read of the address that led here; all else in it is left unread."""


class CaptureThrottle(SimpleRateThrottle):
    """More than a full stand of a fair sends from one network address, and far fewer than a program."""

    rate = "60/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"pipeline.capture.{self.get_ident(request)}"


@never_cache
@require_http_methods(["GET", "POST"])
@login_not_required
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The answer is the same whether we knew the address or not."""
    row = _open().filter(code=code).first()
    if row is None:
        return render(request, "pipeline/capture/closed.html", status=404)
    if request.method == "GET":
        return _page(request, row, InterestForm())
    filled = InterestForm(request.POST)
    throttle = CaptureThrottle()
    if not throttle.allow_request(request, None):
        return to_wait(throttle, lambda minutes: _page(request, row, filled, status=429, wait=minutes))
    if not filled.is_from_a_program and not _taken(request, row, filled):
        return _page(request, row, filled, status=422)
    return redirect("capture:thanks", code)


@require_GET
@login_not_required
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    row = _open().filter(code=code).first()
    if row is None:
        return render(request, "pipeline/capture/closed.html", status=404)
    return render(request, "pipeline/capture/thanks.html", {"row": row})


def _taken(request: HttpRequest, row: CaptureForm, filled: InterestForm) -> bool:
    """One domain call; a refusal stands in the form."""
    if not filled.is_valid():
        return False
    tags = {name: request.GET.get(name, "") for name in TAGS}
    try:
        capture_lead(form=row, facts=filled.cleaned_data, tags=tags, at=timezone.now())
    except Refused as error:
        filled.refuse(error)
        return False
    return True


def _open() -> Any:
    return CaptureForm.objects.filter(is_open=True)


def _page(request: HttpRequest, row: CaptureForm, form: InterestForm, **shown: Any) -> HttpResponse:
    status = shown.pop("status", 200)
    return render(request, "pipeline/capture/form.html", {"row": row, "form": form, **shown}, status=status)
