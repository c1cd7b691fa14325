"""Who is on which plan."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from compensation import wording
from compensation.domain.assignments import assign_plan, end_assignment
from compensation.forms.assignments import AssignmentForm, EndForm
from compensation.lists import ASSIGNMENTS
from compensation.models import Assignment
from compensation.views.pages import posted
from salesmgmt.common.problems import Refused
from salesmgmt.people.rules import require
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast

MANAGE = ("compensation.manage", "put people on pay plans")


@require_GET
def assignment_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, ASSIGNMENTS)


@require_http_methods(["GET", "POST"])
def assignment_new(request: HttpRequest) -> HttpResponse:
    require(request.user, *MANAGE)
    known = {name: request.GET.get(name) for name in ("plan_version", "first_day")}
    form = AssignmentForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            assignment = assign_plan(
                user=cleaned["user"],
                plan_version=cleaned["plan_version"],
                first_day=cleaned["first_day"],
                end_day=cleaned["end_day"],
                ote_amount=cleaned["ote_amount"],
                variable_bp=form.variable_bp,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            toast(request, f"{assignment.user} is on {assignment.plan_version}.")
            return _after(request, assignment)
    return render(
        request,
        "compensation/assignment_new.html",
        {"here": "assignments", "form": form},
        status=422 if form.errors else 200,
    )


def _after(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """The list, or the form again with plan and first day as they were, for the next person."""
    if "another" not in request.POST:
        return redirect("compensation:assignments")
    same = {"plan_version": assignment.plan_version_id, "first_day": assignment.valid.lower.isoformat()}
    return redirect(f"{reverse('compensation:assignment_new')}?{urlencode(same)}")


@require_http_methods(["GET", "POST"])
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Assignment.objects.visible_to(request.user).select_related("user", "plan_version__plan")
    assignment = get_object_or_404(visible, pk=pk)
    require(request.user, *MANAGE)
    form = EndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_assignment(
                assignment=assignment, end_day=form.cleaned_data["end_day"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("end_day", refusal.message)
        else:
            toast(request, f"{ended.user} is on the plan {wording.days(ended.valid.lower, ended.valid.upper)}.")
            return redirect("compensation:assignments")
    context = {"here": "assignments", "form": form, "assignment": assignment}
    return render(request, "compensation/assignment_end.html", context, status=422 if form.errors else 200)
