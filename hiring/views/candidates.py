"""Entering a candidate, and changing what is known of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hiring.domain.came import correct_came
from hiring.domain.candidates import edit_candidate, enter_candidate
from hiring.forms.candidates import CameForm, FactsForm, NewCandidateForm
from hiring.models import Candidacy
from hiring.views.access import candidacy_at, workable_at
from hiring.views.interviews import form_page
from hiring.views.record import answered, redrawn
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.duplicates.entering import looking_alike
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def new(request: HttpRequest) -> HttpResponse:
    """Enters a candidate for a profile, and goes to them."""
    start = {"profile": request.GET["profile"]} if "profile" in request.GET else {}
    form = NewCandidateForm(request.POST or None, user=request.user, initial=start)
    found = looking_alike(request, "hiring.candidate", form)
    if request.method == "POST" and form.is_valid() and not found:
        try:
            made = enter_candidate(
                profile=form.cleaned_data["profile"],
                facts=form.facts(),
                came=form.came(),
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, f"{made.candidate} is a candidate for {made.profile}")
            return redirect("hiring:candidacy", made.pk)
    has_profile = form.fields["profile"].queryset.exists()
    context = {"form": form, "here": "candidates", "has_profile": has_profile, "alike": found}
    status = 422 if form.errors else 409 if found else 200
    return render(request, "hiring/candidates/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """GET gives the form in place of the facts; POST edits them and draws the record again."""
    candidacy = workable_at(request, pk)
    form = FactsForm(request.POST or None, candidate=candidacy.candidate)
    if request.method == "POST" and form.is_valid():
        try:
            edit_candidate(candidate=candidacy.candidate, **form.said(), by=request.user, at=timezone.now())
        except Conflict as error:
            return redrawn(request, candidacy_at(request, pk), status=409, conflict=error.message)
        except NotAllowed:
            raise
        except Refused as error:
            form.refuse(error)
        else:
            return answered(request, candidacy, pk, "Saved")
    as_panel = "?as=panel" if request.GET.get("as") == "panel" else ""
    context = {"candidacy": candidacy, "form": form, "as": as_panel}
    response = render(request, "hiring/candidacy/facts_form.html", context, status=422 if form.is_bound else 200)
    if form.is_bound:
        response["HX-Retarget"], response["HX-Reswap"] = "#facts", "innerHTML"
    return response


@require_http_methods(["GET", "POST"])
@needing("hiring.work_candidates")
def came(request: HttpRequest, pk: int) -> HttpResponse:
    """By which campaign they came and who recommended them, on a page of its own; the toast takes it back."""
    candidacy, now = workable_at(request, pk), timezone.now()
    form = CameForm(request.POST or None, row=candidacy, user=request.user)
    words = {"title": f"How {candidacy.candidate} came", "sub": str(candidacy.profile), "button": "Save how they came"}

    def act(said: dict[str, Any]) -> Candidacy:
        return correct_came(candidacy=candidacy, **said, by=request.user, at=now)

    done = f"How {candidacy.candidate} came is saved"
    return form_page(request, form, act, candidacy, done=done, undo_of=now, **words)
