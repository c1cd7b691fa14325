"""Who is on which plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from compensation.domain.assignments import assign_plan, end_assignment
from compensation.forms.assignments import AssignmentForm, EndForm
from compensation.models import Assignment
from compensation.views.pages import open_page, posted
from pipeline.rules import require
from salesmgmt.common.problems import Refused
from salesmgmt.web.toasts import toast

MANAGE = ("compensation.manage", "put people on pay plans")


@require_GET
def assignment_list(request: HttpRequest) -> HttpResponse:
    visible = Assignment.objects.visible_to(request.user).select_related("user", "plan_version__plan")
    page = open_page(request, visible, order="person", column="user__name")
    context = {"assignments": page.rows, "next": page.next.sealed() if page.next else ""}
    return render(request, "compensation/assignment_list.html", context)


@require_http_methods(["GET", "POST"])
def assignment_new(request: HttpRequest) -> HttpResponse:
    require(request.user, *MANAGE)
    form = AssignmentForm(posted(request), initial={"plan_version": request.GET.get("plan_version")})
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
            return redirect("compensation:assignments")
    return render(request, "compensation/assignment_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Assignment.objects.visible_to(request.user).select_related("user", "plan_version__plan")
    assignment = get_object_or_404(visible, pk=pk)
    require(request.user, *MANAGE)
    form = EndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            end_assignment(
                assignment=assignment, end_day=form.cleaned_data["end_day"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("end_day", refusal.message)
        else:
            toast(request, f"{assignment.user} is on the plan up to {form.cleaned_data['end_day']:%-d %b %Y}.")
            return redirect("compensation:assignments")
    context = {"form": form, "assignment": assignment}
    return render(request, "compensation/assignment_end.html", context, status=422 if form.errors else 200)
