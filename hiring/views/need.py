"""The bench against what is needed of it: the page, and what a manager notes on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hiring.domain.leaver_rates import go_by_history, note_leaver_rate
from hiring.engine.need import in_tenths
from hiring.forms.need import LeaverRateForm, form_name
from hiring.models import HiringProfile
from hiring.queries.bench_need import needs
from hiring.queries.improving import improvements
from hiring.queries.need_words import what_to_improve
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.people.models import Team
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_GET
@needing("hiring.work_candidates")
def need(request: HttpRequest) -> HttpResponse:
    """Every profile that one hires for, or the one that the address names."""
    return _page(request)


@require_POST
@needing("hiring.work_candidates")
def note_rate(request: HttpRequest, pk: int, team: int) -> HttpResponse:
    profile, place = _row(request, pk, team)
    form = LeaverRateForm(request.POST, name=f"rate-{pk}-{team}")
    if not form.is_valid():
        return _page(request, status=422, bound=form)
    try:
        note_leaver_rate(profile=profile, team=place, **form.said(), by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as error:
        form.refuse(error)
        return _page(request, status=422, bound=form)
    toast(request, f"{place} is measured with your rate")
    return redirect("hiring:need")


@require_POST
@needing("hiring.work_candidates")
def by_history(request: HttpRequest, pk: int, team: int) -> HttpResponse:
    profile, place = _row(request, pk, team)
    go_by_history(profile=profile, team=place, by=request.user, at=timezone.now())
    toast(request, f"{place} is measured by its history again")
    return redirect("hiring:need")


def _row(request: HttpRequest, pk: int, team: int) -> tuple[HiringProfile, Team]:
    profiles = HiringProfile.objects.hired_for_by(request.user).select_related("role_profile")
    return get_object_or_404(profiles, pk=pk), get_object_or_404(Team, pk=team)


def _page(request: HttpRequest, *, status: int = 200, bound: LeaverRateForm | None = None) -> HttpResponse:
    company = company_at(request)
    found = needs(request.user, today=company.day_of(timezone.now()), company=company)
    only = request.GET.get("profile", "")
    shown = [each for each in found if not only or str(each.profile.pk) == only]
    better = improvements(shown, at=timezone.now(), company=company)
    rows: list[dict[str, Any]] = []
    for each in shown:
        names = {form_name(each, team): team for team in each.teams}
        forms = [
            bound if bound and bound.name == name else LeaverRateForm(name=name, noted=team.noted)
            for name, team in names.items()
        ]
        shown_as = in_tenths([team.need for team in each.teams])
        teams = list(zip(each.teams, shown_as, forms, strict=True))
        rows.append(
            {"need": each, "says": what_to_improve(each), "teams": teams, "improving": better.get(each.profile.pk)}
        )
    context = {"here": "need", "rows": rows, "opened": bound.name if bound else "", "is_narrowed": bool(only)}
    return render(request, "hiring/need/page.html", context, status=status)
