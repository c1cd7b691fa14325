"""Sending a candidate a link to book an interview by, and revoking it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain.booking_links import revoke_link, send_link
from hiring.forms.booking import BookingLinkForm
from hiring.models import BookingLink
from hiring.views.access import workable_at
from hiring.views.interviews import form_page
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = workable_at(request, pk)
    form = BookingLinkForm(request.POST or None, row=candidacy)
    address = candidacy.candidate.email
    words = {
        "title": f"Let {candidacy.candidate} choose a time",
        "sub": f"A link goes to {address}." if address else "No address is known: hand the link on yourself.",
        "button": "Send the link" if address else "Make the link",
    }

    def act(said: dict[str, Any]) -> BookingLink:
        return send_link(candidacy=candidacy, **said, by=request.user, at=timezone.now())

    done = f"The link to book is on its way to {candidacy.candidate}" if address else "The link is made; hand it on"
    return form_page(request, form, act, candidacy, done=done, **words)


@require_POST
@needing("hiring.work_candidates")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(BookingLink.objects.visible_to(request.user), pk=pk)
    revoke_link(link=link, by=request.user, at=timezone.now())
    toast(request, "The link does not work any more")
    return redirect("hiring:candidacy", link.candidacy_id)
