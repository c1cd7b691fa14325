"""Plans: the list, a version with its days, a new plan, the next version, publishing."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onboarding.domain import plans as verbs
from onboarding.forms.plans import EditPlanForm, PlanForm, PlanItemForm
from onboarding.models import Plan, PlanVersion
from onboarding.queries.plan_rows import changes_between, plan_rows, with_counts
from onboarding.queries.plan_trial import plan_trial
from onboarding.views.access import page
from salesmgmt.common.period import is_countable
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.people.rules import require
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import version_looked_at

EDIT = ("onboarding.edit_plans", "edit onboarding plans")


@require_GET
@needing("onboarding.read_plans")
def plan_list(request: HttpRequest) -> HttpResponse:
    return page(request, "plans/list", "plans", rows=plan_rows(request.user))


@require_http_methods(["GET", "POST"])
@needing("onboarding.read_plans")
def plan_new(request: HttpRequest) -> HttpResponse:
    require(request.user, *EDIT)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version = verbs.create_plan(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("onboarding:plan_version", pk=version.pk)
    return page(request, "plans/form", "plans", 422 if form.errors else 200, form=form, title="Draft a plan")


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("role_profile"), pk=pk)
    require(request.user, *EDIT)
    conflict = ""
    known = {"name": plan.name, "role_profile": plan.role_profile_id, "version": plan.version}
    form = EditPlanForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.edit_plan(plan=plan, **form.said(), by=request.user, at=timezone.now())
        except Conflict as error:
            plan.refresh_from_db()
            form.initial["version"], conflict = plan.version, error.message
            form.stand_again()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, "The plan is changed")
            return redirect("onboarding:plans")
    status = 409 if conflict else 422 if form.errors else 200
    shown = {"form": form, "title": f"Change {plan}", "plan": plan, "conflict": conflict}
    return page(request, "plans/form", "plans", status, **shown)


@require_POST
def next_version(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    version = verbs.draft_next_version(plan=plan, by=request.user, at=timezone.now())
    return redirect("onboarding:plan_version", pk=version.pk)


@require_GET
def plan_version(request: HttpRequest, pk: int) -> HttpResponse:
    """A published version to read; a draft to work on, for those who may."""
    context = version_context(request, version_at(request, pk))
    return page(request, "plans/draft" if context["may_edit"] else "plans/version", "plans", **context)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    version = verbs.publish_version(
        version=version_at(request, pk),
        by=request.user,
        at=timezone.now(),
        expected_version=version_looked_at(request),
    )
    toast(request, f"{version} is published: journeys that start from now on take it")
    return redirect("onboarding:plan_version", pk=pk)


@require_GET
def version_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """The days of a version for another start or office."""
    version = version_at(request, pk)
    trial = trial_asked(request, list(version.items.all()))
    return page(request, "plans/trial", "plans", version=version, trial=trial, today=_today(request))


def version_at(request: HttpRequest, pk: int) -> PlanVersion:
    """With what its page shows of it."""
    versions = with_counts(PlanVersion.objects.visible_to(request.user))
    return get_object_or_404(versions.select_related("plan__role_profile", "published_by"), pk=pk)


def version_context(request: HttpRequest, version: PlanVersion, **shown: Any) -> dict[str, Any]:
    """What a version's page shows, draft or not."""
    items = list(version.items.all())
    others = list(with_counts(PlanVersion.objects.filter(plan=version.plan_id)).order_by("-number"))
    before = next((other for other in others if other.number == version.number - 1), None)
    return {
        "version": version,
        "items": items,
        "others": others,
        "before": before,
        "changes": changes_between(list(before.items.all()), items) if before else [],
        "keeping": sum(other.open_journeys for other in others if other.pk != version.pk),
        "may_edit": not version.is_published and request.user.has_perm(EDIT[0]),
        "has_draft": any(not other.is_published for other in others),
        "trial": trial_asked(request, items),
        "today": _today(request),
        "item_form": PlanItemForm(
            initial={"version": version.version, "working_day": items[-1].working_day if items else 1}
        ),
        **shown,
    }


def trial_asked(request: HttpRequest, items: list[Any]) -> Any:
    """The days for the start and office that the form beside them says; what cannot be read is left to the usual."""
    asked = request.POST if request.method == "POST" else request.GET
    office = asked.get("trial_office", "")
    return plan_trial(
        items,
        today=_today(request),
        start_date=_day(asked.get("trial_start", "")),
        office_id=int(office) if office.isascii() and office.isdigit() and len(office) < 10 else None,
    )


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:  # shaped like a day, but there is none such
        return None
    return day if day and is_countable(day) else None


def _today(request: HttpRequest) -> date:
    return company_at(request).day_of(timezone.now())
