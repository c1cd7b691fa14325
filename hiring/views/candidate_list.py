"""The list of candidates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.forms.candidate_filters import CandidateMenu
from hiring.models import Candidacy, HiringProfile
from hiring.queries.board import days_in_stage
from hiring.queries.candidate_list import narrowed, order_named, page_of_candidacies
from hiring.queries.card_facts import CardFacts, card_facts
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("hiring.read")
def candidates(request: HttpRequest) -> HttpResponse:
    """Candidacies narrowed, ordered and paged by the address."""
    company, now = company_at(request), timezone.now()
    today = company.day_of(now)
    profiles = HiringProfile.objects.visible_to(request.user).select_related("role_profile")
    menu = CandidateMenu(request.GET, user=request.user, profiles=profiles)
    rows = narrowed(Candidacy.objects.visible_to(request.user), menu.narrowing())
    sort = order_named(request.GET.get("sort", "")).name
    page = page_of_candidacies(rows, sort=sort, cursor=request.GET.get("cursor", ""))
    facts = card_facts(page.rows, now=now)
    context = {
        "here": "candidates",
        "view": "list",
        "menu": menu,
        "chips": menu.chips(),
        "rows": [
            (row, days_in_stage(row, today=today, zone=company.zone), facts.get(row.pk, CardFacts()))
            for row in page.rows
        ],
        "count": rows.order_by().count(),
        "next": page.next.sealed() if page.next else "",
        "sort": sort,
        "is_empty": not page.rows and not request.GET.keys() - {"sort", "state"},
        "may_work": request.user.has_perm("hiring.work_candidates"),
    }
    return render(request, "hiring/candidates/list.html", context)
