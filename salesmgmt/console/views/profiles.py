"""Role profiles, competencies, and how much each counts."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.console.forms.profiles import NameForm, NewNounForm, WeightForm
from salesmgmt.console.views.pages import accepted, act, for_admins, form_page, page, posted, today
from salesmgmt.people.domain.retiring import bring_back, retire
from salesmgmt.people.domain.role_profiles import (
    create_competency,
    create_role_profile,
    rename_competency,
    rename_role_profile,
    weigh,
)
from salesmgmt.people.models import Competency, ProfileCompetency, RoleProfile
from salesmgmt.web.toasts import toast


@for_admins
@require_GET
def profiles(request: HttpRequest) -> HttpResponse:
    weights = ProfileCompetency.objects.today().select_related("competency").order_by("-weight", "competency__name")
    rows = RoleProfile.objects.offered().prefetch_related(
        Prefetch("profilecompetency_set", weights, to_attr="weights_today"),
    )
    return page(
        request,
        "profiles",
        "profiles",
        profiles=rows,
        retired_profiles=RoleProfile.objects.retired(),
        competencies=Competency.objects.offered(),
        retired=Competency.objects.retired(),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def profile_new(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        posted(request, NewNounForm),
        lambda facts: create_role_profile(**facts, **act(request)),
        section="profiles",
        title="New role profile",
        sub="A kind of job, such as Enterprise AE: hiring, onboarding and pay hang on it.",
        button="Create role profile",
        done="The role profile is there; say what counts for it.",
        back=reverse("console:profiles"),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """What counts for a profile, today and over time; a weight is set here."""
    row = get_object_or_404(RoleProfile, pk=pk)
    form = posted(request, WeightForm, initial={"from_date": today()})
    if request.method == "POST" and accepted(form, lambda facts: weigh(profile=row, **facts, **act(request))):
        toast(request, f"{form.cleaned_data['competency']} is weighed.")
        return redirect("console:profile", pk=pk)
    weights = row.profilecompetency_set.select_related("competency").order_by("competency__name", "-valid")
    context = {"profile": row, "form": form, "weights": weights, "today": today()}
    return page(request, "profile", "profiles", 422 if form.errors else 200, **context)


@for_admins
@require_http_methods(["GET", "POST"])
def profile_rename(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(RoleProfile, pk=pk)
    return form_page(
        request,
        posted(request, NameForm, initial={"name": row.name}),
        lambda facts: rename_role_profile(profile=row, **facts, **act(request)),
        section="profiles",
        title=f"Rename {row.name}",
        button="Rename",
        done="Renamed.",
        back=reverse("console:profile", args=[pk]),
    )


@for_admins
@require_POST
def profile_retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = retire(row=get_object_or_404(RoleProfile, pk=pk), **act(request))
    toast(request, f"{row} is retired; what was recorded with it keeps it.")
    return redirect("console:profiles")


@for_admins
@require_POST
def profile_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = bring_back(row=get_object_or_404(RoleProfile, pk=pk), **act(request))
    toast(request, f"{row} is in use again.")
    return redirect("console:profiles")


@for_admins
@require_http_methods(["GET", "POST"])
def competency_new(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        posted(request, NewNounForm),
        lambda facts: create_competency(**facts, **act(request)),
        section="profiles",
        title="New competency",
        sub="Something a person can be good at; interviews rate it and onboarding builds it.",
        button="Create competency",
        done="The competency is there.",
        back=reverse("console:profiles"),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def competency(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Competency, pk=pk)
    return form_page(
        request,
        posted(request, NameForm, initial={"name": row.name}),
        lambda facts: rename_competency(competency=row, **facts, **act(request)),
        section="profiles",
        title=f"Rename {row.name}",
        button="Rename",
        done="Renamed.",
        back=reverse("console:profiles"),
    )


@for_admins
@require_POST
def competency_retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = retire(row=get_object_or_404(Competency, pk=pk), **act(request))
    toast(request, f"{row} is retired; ratings keep it.")
    return redirect("console:profiles")


@for_admins
@require_POST
def competency_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = bring_back(row=get_object_or_404(Competency, pk=pk), **act(request))
    toast(request, f"{row} is in use again.")
    return redirect("console:profiles")
