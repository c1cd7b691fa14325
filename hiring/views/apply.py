"""For everybody outside: which kinds of job take applications, the form of one, and thanks."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.throttling import SimpleRateThrottle

from hiring.domain.applications import SentFile, apply
from hiring.forms.application import ApplicationForm
from hiring.models import HiringProfile
from salesmgmt.common.problems import Refused
from salesmgmt.web.views.too_often import to_wait


class ApplicationThrottle(SimpleRateThrottle):
    """More applications than a full room sends from one network address, and far fewer than a program."""

    rate = "30/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"hiring.application.{self.get_ident(request)}"


@require_GET
@login_not_required
def profiles(request: HttpRequest) -> HttpResponse:
    return render(request, "hiring/apply/profiles.html", {"profiles": _taking()})


@never_cache
@require_http_methods(["GET", "POST"])
@login_not_required
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The answer is the same whether we knew the address or not."""
    profile = _taking().filter(role_profile__code=code).first()
    if profile is None:
        return render(request, "hiring/apply/closed.html", status=404)
    if request.method == "GET":
        return _page(request, profile, ApplicationForm(campaign_code=request.GET.get("c", "")[:40]))
    filled = ApplicationForm(request.POST, request.FILES)
    throttle = ApplicationThrottle()
    if not throttle.allow_request(request, None):
        return to_wait(throttle, lambda minutes: _page(request, profile, filled, status=429, wait=minutes))
    if not filled.is_from_a_program and not _taken(profile, filled):
        return _page(request, profile, filled, status=422)
    return redirect("apply:thanks", code)


@require_GET
@login_not_required
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    profile = _taking().filter(role_profile__code=code).first()
    if profile is None:
        return render(request, "hiring/apply/closed.html", status=404)
    return render(request, "hiring/apply/thanks.html", {"profile": profile})


def _taken(profile: HiringProfile, filled: ApplicationForm) -> bool:
    """One domain call; a refusal stands in the form."""
    if not filled.is_valid():
        return False
    facts = dict(filled.cleaned_data)
    file, code = facts.pop("cv", None), facts.pop("c")
    cv = SentFile(file.file, file.name) if file else None
    try:
        apply(profile=profile, facts=facts, cv=cv, campaign_code=code, at=timezone.now())
    except Refused as error:
        filled.refuse(error)
        return False
    return True


def _taking() -> Any:
    return HiringProfile.objects.filter(takes_applications=True).select_related("role_profile")


def _page(request: HttpRequest, profile: HiringProfile, form: ApplicationForm, **shown: Any) -> HttpResponse:
    status = shown.pop("status", 200)
    context = {"profile": profile, "form": form, **shown}
    return render(request, "hiring/apply/form.html", context, status=status)
