"""Hiring a candidate: where they start, what that makes, and the act."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hiring.choices import OfferState
from hiring.domain import hires
from hiring.forms.hires import HireForm
from hiring.models import Candidacy, Offer
from hiring.queries.hire_preview import preview_of
from hiring.views.access import workable_at
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.people.models import Membership
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.hire")
def hire(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = workable_at(request, pk)
    if not candidacy.is_open:
        return _ended(request, candidacy)
    if request.method == "GET":
        form = HireForm(row=candidacy, user=request.user, initial=_start(request, candidacy))
        return _page(request, candidacy, form)
    form = HireForm(request.POST, row=candidacy, user=request.user)
    if not form.is_valid():
        return _page(request, candidacy, form, status=422)
    version = form.cleaned_data["version"]
    try:
        hires.hire(
            candidacy=candidacy,
            joining=form.joining(),
            by=request.user,
            at=timezone.now(),
            expected_version=version,
        )
    except NotAllowed:
        raise
    except Refused as error:
        form.refuse(error)
        return _page(request, candidacy, form, status=409 if isinstance(error, Conflict) else 422)
    toast(request, f"{candidacy.candidate} is hired, and their onboarding is laid out")
    return redirect("hiring:candidacy", pk)


@require_GET
@needing("hiring.hire")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the form as it stands would make; the page asks for it when it stands, and after each change. Nothing for
    who was hired by the form in between."""
    candidacy = workable_at(request, pk)
    if not candidacy.is_open:
        return HttpResponse(status=204)
    return render(request, "hiring/hire/preview.html", _preview(request, candidacy, request.GET))


def _ended(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """The button pressed twice, or a page from before: to the candidate, with what became of it."""
    toast(request, f"{candidacy.candidate} is {candidacy.get_state_display().lower()} already; nothing was done again")
    return redirect("hiring:candidacy", candidacy.pk)


def _start(request: HttpRequest, candidacy: Candidacy) -> dict[str, Any]:
    """Under oneself, in one's own team and office, where one has a place; on the day of the offer that was accepted."""
    place = Membership.objects.today().filter(user=request.user).first()
    offers = Offer.objects.visible_to(request.user).filter(candidacy=candidacy, state=OfferState.ACCEPTED)
    start_date = offers.values_list("start_date", flat=True).first()
    return {
        "start_date": start_date,
        "manager": request.user.pk,
        "team": place and place.team_id,
        "office": place and place.office_id,
    }


def _page(request: HttpRequest, candidacy: Candidacy, form: HireForm, *, status: int = 200) -> HttpResponse:
    context = {"here": "candidates", "candidacy": candidacy, "form": form}
    return render(request, "hiring/hire/page.html", context, status=status)


def _preview(request: HttpRequest, candidacy: Candidacy, said: QueryDict) -> dict[str, Any]:
    """Reads what can be read of the form, and leaves the rest out."""
    form = HireForm(said, row=candidacy, user=request.user)
    form.full_clean()
    facts = form.cleaned_data
    today = company_at(request).day_of(timezone.now())
    start = facts.get("start_date")
    made = preview_of(
        candidacy.profile.role_profile,
        version=facts.get("plan_version"),
        office=facts.get("office"),
        start_date=start or today,
    )
    live = Offer.objects.visible_to(request.user).live()
    return {
        "candidacy": candidacy,
        "said": facts,
        "start_date": start,
        "made": made,
        "offer": live.filter(candidacy=candidacy).exclude(state=OfferState.ACCEPTED).first(),
    }
