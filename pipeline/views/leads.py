"""Leads: the list, a new one, and one with what its state allows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.choices import LeadState, lead_state_said
from pipeline.domain.leads import create_lead, edit_lead
from pipeline.forms import leads as forms
from pipeline.forms.facts import LEAD_FACTS
from pipeline.lists import LEADS
from pipeline.models import AssignmentRule, Lead
from pipeline.queries.conversion import foreseen, likely_account
from pipeline.queries.lead_owner import why_this_owner
from pipeline.queries.lead_states import states_of
from pipeline.queries.lead_timeline import lead_happenings
from pipeline.queries.scored_values import counted
from pipeline.queries.task_work import waiting_of
from pipeline.views.access import lead_at
from pipeline.views.acting import Record
from pipeline.views.entering import enter
from salesmgmt.duplicates.queries.comparing import twins_of
from salesmgmt.duplicates.queries.merged import merged_into
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.models import Undo
from salesmgmt.web.toasts import toast, toast_with

ACTS: dict[str, tuple[type[forms.LeadActForm], ...]] = {
    LeadState.NEW: (
        *(forms.TakeUpForm, forms.ContactLeadForm, forms.AcceptForm, forms.RejectForm, forms.GiveLeadForm),
        forms.AssignForm,
    ),
    LeadState.WORKING: (forms.ContactLeadForm, forms.AcceptForm, forms.RejectForm, forms.GiveLeadForm),
    LeadState.ACCEPTED: (forms.ConvertForm, forms.ContactLeadForm, forms.RejectForm, forms.GiveLeadForm),
    LeadState.REJECTED: (forms.AcceptForm, forms.GiveLeadForm),
    LeadState.CONVERTED: (),
}
TONES = {LeadState.NEW: "accent", LeadState.ACCEPTED: "good", LeadState.CONVERTED: "good"}


@require_GET
@needing("pipeline.read")
def lead_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, LEADS)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def new_lead(request: HttpRequest) -> HttpResponse:
    form = forms.NewLeadForm(request.POST or None, user=request.user)
    return enter(request, form, noun="lead", create=create_lead, what="is a lead", here="leads")


@require_GET
@needing("pipeline.read")
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was merged leads for good to the one that it went into."""
    try:
        row = lead_at(request, pk)
    except Http404:
        kept = merged_into("pipeline.lead", pk)
        if kept is None:
            raise
        return redirect("pipeline:lead", lead_at(request, kept).pk, permanent=True)
    return render(request, "pipeline/leads/record.html", lead_context(request, row))


@require_GET
@needing("pipeline.read")
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened, not only the latest."""
    entries, _ = lead_happenings(lead_at(request, pk), limit=None)
    return render(request, "web/components/timeline.html", {"entries": entries, "has_earlier": False})


def lead_context(request: HttpRequest, row: Lead, **shown: Any) -> dict[str, Any]:
    """What the record shows. `bound` replaces the form of the same name, and is opened."""
    bound = shown.pop("bound", None)
    may_work = request.user.has_perm("pipeline.work_deals")
    entries, has_earlier = lead_happenings(row)
    context = {
        "lead": row,
        "said": lead_state_said(row.state, row.rejection).lower(),
        "tone": TONES.get(LeadState(row.state), ""),
        "facts": [(name, title, title.lower(), getattr(row, name)) for name, (title, _) in LEAD_FACTS.items()],
        "answered_after": row.answered_at and f"after {timesince(row.created_at, row.answered_at)}",
        "states": states_of(row),
        "to_do": waiting_of(row),
        "today": timezone.localdate(),
        "is_overdue": row.due_at is not None and row.due_at < timezone.now(),
        "entries": entries,
        "has_earlier": has_earlier,
        "may_work": may_work,
        "may_edit": may_work and row.state != LeadState.CONVERTED,
        "twins": twins_of(row, viewer=request.user) if may_work else [],
        "counted": counted(row),
        "why_owner": why_this_owner(row, viewer=request.user),
        "undo": _standing_undo(request, row) if row.state == LeadState.CONVERTED else None,
        "opened": bound.name if bound is not None else "",
        **shown,
    }
    return context | (_acts(request, row, bound) if may_work else {})


def _acts(request: HttpRequest, row: Lead, bound: forms.LeadActForm | None) -> dict[str, Any]:
    """The forms that the lead's state allows, and what converting will make."""
    offered: dict[str, Any] = {}
    made = [_form(request, row, form) for form in ACTS[row.state] if not isinstance(bound, form)]
    for form in [*made, *([bound] if bound is not None else [])]:
        offered[form.name.replace("-", "_")] = form
    convert = offered.get("convert")
    has_rules = "assign" in offered and AssignmentRule.objects.filter(is_active=True).exists()
    return {"forms": offered, "has_rules": has_rules, **(said_of_conversion(row, convert) if convert else {})}


def _form(request: HttpRequest, row: Lead, form: type[forms.LeadActForm]) -> forms.LeadActForm:
    if form is not forms.ConvertForm:
        return form(lead=row)
    return forms.ConvertForm(lead=row, user=request.user, start=likely_account(row, viewer=request.user))


def said_of_conversion(row: Lead, form: forms.ConvertForm) -> dict[str, Any]:
    """What the form says so far: read from what was sent, else from what it starts with."""
    chosen = str(form["stage"].value() or "")
    stage = next((each for each in form.stages if str(each.pk) == chosen), next(iter(form.stages), None))
    shown: dict[str, Any] = {"stages": form.stages, "stage": stage, "lead": row}
    try:
        account = form.account()
    except ValidationError as error:
        return {**shown, "unclear": " ".join(error.messages)}
    return {**shown, "foreseen": foreseen(row, account)}


def _standing_undo(request: HttpRequest, row: Lead) -> Undo | None:
    """The way back from the conversion, for whoever may take it."""
    offers = Undo.objects.visible_to(request.user).standing(timezone.now()).about(row)
    return offers.filter(verb="pipeline.convert_lead").order_by("-pk").first()


def redrawn(request: HttpRequest, row: Lead, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The whole record again: as a fragment where htmx asked, as its page otherwise."""
    template = "pipeline/leads/lead.html" if request.htmx else "pipeline/leads/record.html"
    return render(request, template, lead_context(request, row, **shown), status=status)


def answered(request: HttpRequest, before: Lead, after: Lead, words: str, *, undo_url: str = "") -> HttpResponse:
    """After an act: the lead as it is now. Somebody who may no longer see it goes back to the list."""
    seen = Lead.objects.visible_to(request.user).filter(pk=after.pk).exists()
    if not request.htmx:
        toast(request, words, undo_url=undo_url)
        return redirect("pipeline:lead", after.pk) if seen else redirect("pipeline:leads")
    if not seen:
        toast(request, words, undo_url=undo_url)
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("pipeline:leads")})
    return toast_with(redrawn(request, lead_at(request, after.pk)), words, undo_url=undo_url)


LEAD = Record("lead", lead_at, redrawn, answered, LEAD_FACTS, "pipeline/leads/fact_form.html", edit_lead)
