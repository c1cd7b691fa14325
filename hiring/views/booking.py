"""For the candidate who has a booking link: times to choose from, what is booked, another time, and calling it off."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hiring.choices import InterviewState
from hiring.domain import booking
from hiring.forms.booking import YourZoneForm
from hiring.models import BookingLink
from hiring.queries.booking_times import by_day, times_of
from hiring.queries.invitations import invitation_of
from hiring.views.public import TOO_OFTEN, by_link
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company


def _too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, None, "", status=429, sentence=TOO_OFTEN)


@by_link(_too_often)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing; POST books the time `start`, or moves what is booked there."""
    link = booking.link_of(token)
    if link is None:
        return _page(request, None, token, status=404)
    if request.method == "GET":
        return _page(request, link, token)
    start, zone = _instant(request.POST.get("start", "")), request.POST.get("zone", "")
    if start is None:
        return _page(request, link, token, status=422, sentence="Choose one of the times on this page.")
    verb = booking.move if link.interview_id else booking.book
    try:
        verb(token=token, start=start, zone=zone, at=timezone.now())
    except Refused as error:
        return _page(request, booking.link_of(token), token, status=409, sentence=error.message)
    return redirect("book:page", token)


@by_link(_too_often)
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    try:
        booking.cancel(token=token, at=timezone.now())
    except Refused as error:
        link = booking.link_of(token)
        return _page(request, link, token, status=409 if link else 404, sentence=error.message)
    return redirect("book:page", token)


@by_link(_too_often)
@require_GET
def file(request: HttpRequest, token: str) -> HttpResponse:
    """What is booked, for the candidate's calendar: also for those without an e-mail address of ours."""
    link = booking.link_of(token)
    if link is None or link.interview is None:
        raise Http404
    is_off = link.interview.state == InterviewState.CANCELLED
    body = invitation_of(
        link, sequence=link.interview.version, at=timezone.now(), method="CANCEL" if is_off else "PUBLISH"
    )
    return HttpResponse(
        body, content_type="text/calendar", headers={"Content-Disposition": 'attachment; filename="interview.ics"'}
    )


def _page(
    request: HttpRequest, link: BookingLink | None, token: str, *, status: int = 200, sentence: str = ""
) -> HttpResponse:
    company = Company.objects.first()
    context: dict[str, Any] = {"link": link, "token": token, "company": company, "sentence": sentence}
    if link is None or company is None:
        return render(request, "hiring/booking/page.html", context, status=status)
    now = timezone.now()
    form = YourZoneForm(request.GET or request.POST, initial={"zone": link.zone or company.zone})
    zone = form.chosen
    why_not, fixed = booking.why_not_bookable(link, at=now), booking.why_not_changeable(link, at=now)
    is_booked = link.interview is not None and link.interview.state == InterviewState.PLANNED
    is_choosing = not why_not or (is_booked and not fixed and (status == 409 or "move" in request.GET))
    with timezone.override(ZoneInfo(zone)):
        context |= {
            "zone_form": form,
            "zone": zone,
            "is_booked": is_booked,
            "is_choosing": is_choosing,
            "why_not": fixed if link.interview else why_not,
            "days": by_day(times_of(link, at=now), zone) if is_choosing else [],
        }
        return render(request, "hiring/booking/page.html", context, status=status)


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
