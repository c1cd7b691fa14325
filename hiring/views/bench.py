"""The bench: where hiring begins."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.forms.bench_filters import BenchFilters
from hiring.models import BenchEntry, HiringProfile
from hiring.queries.bench import BY_TOUCH
from hiring.queries.bench_page import bench_page, rows_after
from hiring.views.figure_links import bench_figures
from salesmgmt.api.cursors import opened
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("hiring.read")
def bench(request: HttpRequest) -> HttpResponse:
    """People judged ready and kept warm, by role profile, narrowed by the address; who only interviews goes on to
    their interviews."""
    if not request.user.has_perm("hiring.work_candidates"):
        return redirect("hiring:interviews")
    menu, entries, profiles = _narrowed(request)
    today = company_at(request).day_of(timezone.now())
    found = bench_page(entries, menu.profiles(profiles), today=today, is_part=menu.is_part)
    context = {
        "here": "bench",
        "menu": menu,
        "chips": menu.chips(),
        "bench": found,
        "figures": bench_figures(request, found),
        "is_narrowed": bool(menu.chips()),
    }
    return render(request, "hiring/bench.html", context)


@require_GET
@needing("hiring.work_candidates")
def more_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a profile behind `cursor`, narrowed as the page is."""
    _, entries, profiles = _narrowed(request)
    profile = get_object_or_404(profiles, pk=pk)
    today = company_at(request).day_of(timezone.now())
    found, following = rows_after(
        entries, profile, opened(request.GET.get("cursor", ""), order=BY_TOUCH.name), today=today
    )
    text = request.GET.get("left", "")
    left = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    context = {"rows": found, "next": following, "left": left - len(found), "profile": profile, "today": today}
    return render(request, "hiring/bench/rows.html", context)


def _narrowed(request: HttpRequest) -> tuple[BenchFilters, Any, QuerySet[HiringProfile]]:
    """What the address narrows to: the filters, the entries, and the profiles that one hires for or sees a bench of."""
    visible = BenchEntry.objects.counted_for(request.user)
    hired_for = HiringProfile.objects.hired_for_by(request.user).values("pk")
    seen = Q(pk__in=hired_for) | Q(pk__in=visible.standing().values("candidacy__profile"))
    keys = list(HiringProfile.objects.filter(seen).values_list("pk", flat=True))  # asked once, and named twice
    profiles = HiringProfile.objects.filter(pk__in=keys).select_related("role_profile")
    menu = BenchFilters(request.GET, user=request.user, profiles=profiles)
    return menu, menu.narrowed(visible), profiles
