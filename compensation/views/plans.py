"""Plans: the list, a version with its ladder and people, drafting and publishing."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from compensation.domain.plans import change_draft, draft_plan, draft_version
from compensation.domain.publishing import ask_to_publish
from compensation.forms.example import ExampleForm
from compensation.forms.plans import PlanForm, TermsForm, VersionForm, initial_of
from compensation.in_words import in_words
from compensation.models import Assignment, PlanVersion
from compensation.models.plan import PUBLISH_APPROVAL
from compensation.queries.plans import latest_versions
from compensation.queries.worked_example import worked_example
from compensation.views.pages import posted
from salesmgmt.approvals.queries.waiting import of_subject
from salesmgmt.common.folding import by_name
from salesmgmt.common.period import quarter_of
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import version_looked_at

STARTING_TIERS = {
    "from_0": "0%",
    "rate_0": "5%",
    "from_1": "50%",
    "rate_1": "7%",
    "from_2": "100%",
    "rate_2": "9%",
    "from_3": "125%",
    "rate_3": "12%",
}
MANAGE = ("compensation.manage", "draft pay plans")


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    return render(request, "compensation/plan_list.html", {"here": "plans", "plans": latest_versions(request.user)})


@require_GET
def plan_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it pays in words, a worked example, who is on it, the other versions."""
    version = _version(request, pk)
    terms = version.terms
    example = ExampleForm(request.GET if "quota" in request.GET else None)
    context = {
        "here": "plans",
        "version": version,
        "terms": terms,
        "components": [(component, in_words(component, terms.currency)) for component in terms.components],
        "example_form": example,
        "example": worked_example(terms, example.given(terms.currency)),
        "faults": example.faults,
        "people": Assignment.objects.visible_to(request.user)
        .filter(plan_version=version)
        .select_related("user")
        .order_by(by_name("user__name"), "pk"),
        "others": PlanVersion.objects.visible_to(request.user)
        .filter(plan=version.plan_id)
        .exclude(pk=pk)
        .select_related("plan"),
        "fits_form": initial_of(terms) is not None,
        "approval": of_subject(PUBLISH_APPROVAL, version),
    }
    return render(request, "compensation/plan_version.html", context)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    require(request.user, *MANAGE)
    company = Company.objects.current()
    start = {"currency": company.currency, "first_day": company.day_of(timezone.now()).replace(day=1), **STARTING_TIERS}
    form = PlanForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            version = draft_plan(
                name=form.cleaned_data["name"],
                document=form.document,
                first_day=form.cleaned_data["first_day"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            toast(request, f"{version} is saved as a draft.")
            return redirect("compensation:plan_version", pk=version.pk)
    return _wizard(request, form, title="Draft a plan", version=None)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or start the next version from a published one."""
    version = _version(request, pk)
    require(request.user, *MANAGE)
    initial = initial_of(version.terms)
    if initial is None:
        raise Refused(f"{version} has more parts than this form can show: change it over the API.")
    start = {**initial, "first_day": _first_day(version), "version": version.version}
    form = VersionForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, version, form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            toast(request, f"{saved} is saved as a draft.")
            return redirect("compensation:plan_version", pk=saved.pk)
    title = f"Next version of {version.plan}" if version.is_published else f"Change {version}"
    return _wizard(request, form, title=title, version=version)


def _first_day(version: PlanVersion) -> date:
    """A draft's own; what follows a published version begins with the next quarter, unless another day is chosen."""
    if not version.is_published:
        return version.valid.lower
    company = Company.objects.current()
    return quarter_of(company.day_of(timezone.now()), fiscal_year_start=company.fiscal_year_start).end


def _save(request: HttpRequest, version: PlanVersion, form: VersionForm) -> PlanVersion:
    facts: dict[str, Any] = {
        "document": form.document,
        "first_day": form.cleaned_data["first_day"],
        "by": request.user,
        "at": timezone.now(),
    }
    if version.is_published:
        return draft_version(plan=version.plan, **facts)
    return change_draft(version=version, expected_version=form.cleaned_data["version"], **facts)


@require_POST
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    asked = ask_to_publish(
        version=version, by=request.user, at=timezone.now(), expected_version=version_looked_at(request)
    )
    said = f"Others have to approve {version} first" if asked else f"{version} is published and no longer changes."
    toast(request, said)
    return redirect("compensation:plan_version", pk=pk)


@require_POST
def plan_example(request: HttpRequest) -> HttpResponse:
    """The worked example of what stands in the form, as it is typed; nothing is stored."""
    require(request.user, *MANAGE)
    context = _tried(TermsForm(request.POST), ExampleForm(request.POST))
    return render(request, "compensation/_example.html", {**context, "with_words": True})


def _wizard(request: HttpRequest, form: TermsForm, *, title: str, version: PlanVersion | None) -> HttpResponse:
    tried = TermsForm(request.POST) if form.is_bound else TermsForm(_as_typed(form))
    context = {
        "form": form,
        "title": title,
        "version": version,
        **_tried(tried, ExampleForm(request.POST if form.is_bound else None)),
    }
    return render(request, "compensation/plan_form.html", context, status=422 if form.errors else 200)


def _as_typed(form: TermsForm) -> dict[str, Any]:
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def _tried(form: TermsForm, example: ExampleForm) -> dict[str, Any]:
    terms = form.terms if form.is_valid() else None
    return {
        "terms": terms,
        "faults": [*(error for errors in form.errors.values() for error in errors), *example.faults],
        "example_form": example,
        "example": worked_example(terms, example.given(terms.currency)) if terms else None,
        "components": [(component, in_words(component, terms.currency)) for component in terms.components]
        if terms
        else [],
    }


def _version(request: HttpRequest, pk: int) -> PlanVersion:
    return get_object_or_404(PlanVersion.objects.visible_to(request.user).select_related("plan", "published_by"), pk=pk)
