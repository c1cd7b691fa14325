"""The debrief of a candidacy, and what interviewers' ratings are like."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.choices import LookedBy
from hiring.domain.looks import note_look
from hiring.forms.candidacy_acts import RejectForm
from hiring.queries.debrief import debrief_of
from hiring.queries.interviewers import LEAST_PAIRS, WEEKS_BACK, interviewers_seen
from hiring.queries.team_bar import bars_of
from hiring.views.access import candidacy_at
from salesmgmt.statistics.leniency import LEAST_CANDIDATES, LEAST_RATINGS
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("hiring.read")
def debrief(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = candidacy_at(request, pk)
    note_look(candidate_id=candidacy.candidate_id, how=LookedBy.DEBRIEF, by=request.user, at=timezone.now())
    may_decide = candidacy.may_work and candidacy.is_open
    bars, _ = bars_of([candidacy], role_profile=candidacy.profile.role_profile_id, viewer=request.user)
    context = {
        "here": "candidates",
        "candidacy": candidacy,
        "debrief": debrief_of(candidacy, viewer=request.user),
        "bar": bars[candidacy.pk],
        "may_decide": may_decide,
        "stages": list(candidacy.profile.stages.in_use()) if may_decide else [],
        "reject_form": RejectForm(row=candidacy) if may_decide else None,
    }
    return render(request, "hiring/interviews/debrief.html", context)


@require_GET
@needing("hiring.work_candidates")
def interviewers(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = interviewers_seen(request.user, today=company_at(request).day_of(now))
    told = [row for row in rows if row.leniency is not None and row.leniency.is_enough]
    context = {
        "here": "interviewers",
        "rows": rows,
        "now": now,
        "weeks_back": WEEKS_BACK,
        "higher": [row.person.short_name for row in told if row.leniency.low > 0],
        "lower": [row.person.short_name for row in told if row.leniency.high < 0],
        "told": told,
        "compared": any(row.agreement.pairs or row.leniency for row in rows),
        "least": {"ratings": LEAST_RATINGS, "candidates": LEAST_CANDIDATES, "pairs": LEAST_PAIRS},
    }
    return render(request, "hiring/interviews/interviewers.html", context)
