"""The bench: where hiring begins."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.forms.bench_filters import BenchFilters
from hiring.models import BenchEntry, HiringProfile
from hiring.queries.bench_page import bench_page
from hiring.views.figure_links import bench_figures
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("hiring.read")
def bench(request: HttpRequest) -> HttpResponse:
    """People judged ready and kept warm, by role profile, narrowed by the address; who only interviews goes on to
    their interviews."""
    if not request.user.has_perm("hiring.work_candidates"):
        return redirect("hiring:interviews")
    today = company_at(request).day_of(timezone.now())
    visible = BenchEntry.objects.visible_to(request.user)
    hired_for = HiringProfile.objects.hired_for_by(request.user).values("pk")
    seen = Q(pk__in=hired_for) | Q(pk__in=visible.standing().values("candidacy__profile"))
    profiles = HiringProfile.objects.filter(seen)
    menu = BenchFilters(request.GET, user=request.user, profiles=profiles.select_related("role_profile"))
    entries = menu.narrowed(visible)
    found = bench_page(entries, menu.profiles(profiles), today=today)
    context = {
        "here": "bench",
        "menu": menu,
        "chips": menu.chips(),
        "bench": found,
        "figures": bench_figures(request, found),
        "is_narrowed": bool(menu.chips()),
    }
    return render(request, "hiring/bench.html", context)
