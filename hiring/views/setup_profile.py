"""How one role profile is hired for: its facts, its stages in their order, and who hires."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain import profiles
from hiring.forms import setup as forms
from hiring.models import HiringProfile, HiringStage
from hiring.queries.kits import weights_of
from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.console.views.pages import accepted
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast, toast_with


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    row = _profile_at(request, pk)
    form = forms.ProfileForm(request.POST or None, profile=row)
    done = request.method == "POST" and accepted(
        form, lambda said: profiles.edit(profile=row, **form.said(), by=request.user, at=timezone.now())
    )
    if done:
        toast(request, "Saved")
        return redirect("hiring:profile", pk)
    return _page(request, row, form=form)


@require_POST
@needing("hiring.configure")
def hirers(request: HttpRequest, pk: int) -> HttpResponse:
    row = _profile_at(request, pk)
    form = forms.HirersForm(request.POST, profile=row)
    if accepted(form, lambda said: profiles.set_hirers(profile=row, **said, by=request.user, at=timezone.now())):
        toast(request, f"Who hires for {row} is saved")
        return redirect("hiring:profile", pk)
    return _page(request, row, hirers_form=form)


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def new_stage(request: HttpRequest, pk: int) -> HttpResponse:
    row = _profile_at(request, pk)
    form = forms.NewStageForm(request.POST or None, profile=row)
    done = request.method == "POST" and accepted(
        form, lambda said: profiles.add_stage(profile=row, **said, by=request.user, at=timezone.now())
    )
    words = {"title": f"New stage for {row}", "button": "Add the stage"}
    return _form_page(request, form, row, done="The stage is added" if done else "", **words)


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage_at(request, pk)
    form = forms.StageForm(request.POST or None, stage=row)
    done = request.method == "POST" and accepted(
        form, lambda said: profiles.edit_stage(stage=row, **said, by=request.user, at=timezone.now())
    )
    words = {"title": f"Stage {row}", "button": "Save the stage"}
    return _form_page(request, form, row.profile, done="The stage is saved" if done else "", **words)


@require_POST
@needing("hiring.configure")
def retire_stage(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage_at(request, pk)
    profiles.retire_stage(stage=row, by=request.user, at=timezone.now())
    toast(request, f"{row} is no longer in use; histories keep it")
    return redirect("hiring:profile", row.profile_id)


@require_POST
@needing("hiring.configure")
def bring_stage_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage_at(request, pk)
    profiles.bring_stage_back(stage=row, by=request.user, at=timezone.now())
    toast(request, f"{row} is in use again")
    return redirect("hiring:profile", row.profile_id)


@require_POST
@needing("hiring.configure")
def shift_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down; at the end of the row it stays where it is."""
    row = _stage_at(request, pk)
    order = list(row.profile.stages.in_use())
    if row not in order:
        raise Refused(f"{row} is no longer in use; look at the stages again.", code="retired")
    place = order.index(row)
    there = place + (-1 if request.POST.get("to") == "up" else 1)
    if 0 <= there < len(order):
        order.insert(there, order.pop(place))
        profiles.reorder(profile=row.profile, stages=order, by=request.user, at=timezone.now())
    if not request.htmx:
        return redirect("hiring:profile", row.profile_id)
    response = render(request, "hiring/setup/stages.html", {"stages": order})
    return toast_with(response, f"{row} is stage {order.index(row) + 1} of {len(order)}")


def _profile_at(request: HttpRequest, pk: int) -> HiringProfile:
    return get_object_or_404(HiringProfile.objects.visible_to(request.user).select_related("role_profile"), pk=pk)


def _stage_at(request: HttpRequest, pk: int) -> HiringStage:
    stages = HiringStage.objects.visible_to(request.user).select_related("profile__role_profile")
    return get_object_or_404(stages, pk=pk)


def _page(request: HttpRequest, row: HiringProfile, **bound: Any) -> HttpResponse:
    context = {
        "here": "settings",
        "profile": row,
        "stages": row.stages.in_use(),
        "retired": row.stages.filter(retired_at__isnull=False),
        "weights": weights_of(row, day=company_at(request).day_of(timezone.now())),
        "form": forms.ProfileForm(profile=row),
        "hirers_form": forms.HirersForm(profile=row),
        **bound,
    }
    failed = any(form.errors for form in bound.values())
    return render(request, "hiring/setup/profile.html", context, status=422 if failed else 200)


def _form_page(request: HttpRequest, form: ConsoleForm, row: HiringProfile, *, done: str, **words: str) -> HttpResponse:
    if done:
        toast(request, done)
        return redirect("hiring:profile", row.pk)
    context = {"form": form, "here": "settings", "back": reverse("hiring:profile", args=[row.pk]), **words}
    return render(request, "hiring/form_page.html", context, status=422 if form.errors else 200)
