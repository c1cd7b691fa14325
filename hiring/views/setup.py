"""Settings of hiring: which role profiles are hired for, how often tiers hear from us, where candidates come from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hiring.choices import Tier
from hiring.domain import sources
from hiring.domain.cadences import set_cadence
from hiring.domain.profiles import set_up
from hiring.forms import setup as forms
from hiring.models import CandidateSource
from hiring.queries.cadences import cadence_days
from hiring.queries.profiles import profiles_in_numbers
from salesmgmt.common.problems import Refused
from salesmgmt.console.views.pages import accepted, named
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@require_GET
@needing("hiring.configure")
def settings(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needing("hiring.configure")
def new_profile(request: HttpRequest) -> HttpResponse:
    """Sets a role profile up with the standard stages or those of another one, and goes on to them."""
    form = forms.NewProfileForm(request.POST)
    if accepted(form, lambda said: set_up(**said, by=request.user, at=timezone.now())):
        role_profile = form.cleaned_data["role_profile"]
        like = form.cleaned_data.get("like")
        toast(
            request,
            f"You hire for {role_profile} now, through the {f'stages of {like}' if like else 'standard stages'}",
        )
        return redirect("hiring:profile", role_profile.hiring.pk)
    return _page(request, profile_form=form)


@require_POST
@needing("hiring.configure")
def cadence(request: HttpRequest) -> HttpResponse:
    form = forms.CadenceForm(request.POST)
    if not form.is_valid():
        raise Refused("A cadence is between 1 and 365 days; correct it.", code="days", field="days")
    tier = form.cleaned_data["tier"]
    set_cadence(**form.cleaned_data, by=request.user, at=timezone.now())
    toast(request, f"Tier {tier} is due every {form.cleaned_data['days']} days from the next touch on")
    return redirect("hiring:settings")


@require_POST
@needing("hiring.configure")
def new_source(request: HttpRequest) -> HttpResponse:
    form = forms.SourceForm(request.POST)
    if accepted(form, lambda _: sources.add(**form.said(), by=request.user, at=timezone.now())):
        toast(request, "The source is added")
        return redirect("hiring:settings")
    return _page(request, source_form=form)


@require_POST
@needing("hiring.configure")
def rename_source(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(CandidateSource.objects.visible_to(request.user), pk=pk)
    said = {"name": named(request, "candidate source"), "is_active": source.is_active}
    after = sources.edit(source=source, **said, by=request.user, at=timezone.now())
    toast(request, f"“{after.name}” is saved")
    return redirect("hiring:settings")


@require_POST
@needing("hiring.configure")
def offer_source(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(CandidateSource.objects.visible_to(request.user), pk=pk)
    offered = request.POST.get("offered") == "1"
    sources.edit(source=source, name=source.name, is_active=offered, by=request.user, at=timezone.now())
    toast(request, f"“{source.name}” can {'be chosen' if offered else 'no longer be chosen'}")
    return redirect("hiring:settings")


def _page(request: HttpRequest, **bound: Any) -> HttpResponse:
    """The page with every form empty but those that came back."""
    days = cadence_days()
    context = {
        "here": "settings",
        "profiles": profiles_in_numbers(request.user),
        "cadences": [(tier, days[tier]) for tier in Tier.values],
        "sources": CandidateSource.objects.visible_to(request.user),
        "profile_form": forms.NewProfileForm(),
        "source_form": forms.SourceForm(),
        **bound,
    }
    return render(request, "hiring/setup/settings.html", context, status=422 if bound else 200)
