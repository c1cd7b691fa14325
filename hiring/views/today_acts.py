"""What one can do from a row of Today at once."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from hiring.domain.bench import snooze
from hiring.domain.scorecards import ask_for_scorecard
from hiring.models import BenchEntry, Candidacy, Panelist
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.components.days import short_day
from salesmgmt.web.toasts import toast_with

WEEK = timedelta(days=7)


@require_POST
@needing("hiring.read")
def snooze_week(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(BenchEntry.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    today = company_at(request).day_of(now)
    snoozed = snooze(entry=entry, until=today + WEEK, by=request.user, at=now)
    said = f"{snoozed.candidacy.candidate} is snoozed until {short_day(snoozed.next_touch_date, today)}"
    return _done(said)


@require_POST
@needing("hiring.read")
def ask_scorecard(request: HttpRequest, pk: int) -> HttpResponse:
    """Reminds the panelist; a second time on one day says so and sends nothing."""
    seen = Q(interview__candidacy__in=Candidacy.objects.visible_to(request.user).values("pk"))
    seat = get_object_or_404(Panelist.objects.filter(seen).select_related("user"), pk=pk)
    told = ask_for_scorecard(seat=seat, by=request.user, at=timezone.now())
    return _done(f"{seat.user} is reminded" if told else f"{seat.user} was reminded today already")


def _done(said: str) -> HttpResponse:
    return toast_with(HttpResponse(status=204, headers={"HX-Trigger": '{"record-changed": true}'}), said)
