"""When one can be booked for interviews."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hiring.domain.availability import set_availability
from hiring.forms.availability import HoursForm
from hiring.models import InterviewFeed
from hiring.queries.availability import hours_of
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.interview")
def hours(request: HttpRequest) -> HttpResponse:
    """One's own; POST replaces them."""
    known = hours_of([request.user])[request.user.pk]
    form = HoursForm(request.POST or None, hours=known)
    if request.method == "POST" and form.is_valid():
        try:
            set_availability(**form.said(), by=request.user, at=timezone.now())
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, "Interviews are booked in these hours from now on")
            return redirect("hiring:hours")
    context = {
        "here": "interviews",
        "form": form,
        "hours": known,
        "feed": InterviewFeed.objects.visible_to(request.user).first(),
        "feed_address": request.session.pop("hiring.feed_address", ""),
    }
    return render(request, "hiring/interviews/hours.html", context, status=422 if form.errors else 200)
