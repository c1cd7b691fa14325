"""Rules of assignment, for admins: their order, one to edit, and how many leads people take."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.domain.assignment_rules import add_rule, edit_rule, set_capacity
from pipeline.forms.assignment import CapacityForm, EditRuleForm, RuleForm
from pipeline.models import AssignmentRule, ResponseTarget, SellerCapacity
from pipeline.queries.people import sellers
from pipeline.queries.ramp_shares import ramp_shares, share_of
from pipeline.views.entering import written
from salesmgmt.web.access import company_at, needing

PAGE, FORM = "pipeline:assignment", "pipeline/form_page.html"
SUB = "Leads that come in by a form or a file are given by rules. Those that are given stay given."


@require_GET
@needing("pipeline.configure")
def assignment(request: HttpRequest) -> HttpResponse:
    rules = AssignmentRule.objects.visible_to(request.user).select_related("lead_source", "campaign", "team")
    known = {row.user_id: row for row in SellerCapacity.objects.visible_to(request.user)}
    selling = list(sellers())
    ramps = ramp_shares([user.pk for user in selling], day=company_at(request).day_of(timezone.now()))
    rows = [(user, known.get(user.pk, SellerCapacity(user=user))) for user in selling]
    people = [(user, row, share_of(row, ramps.get(user.pk))) for user, row in rows]
    targets = ResponseTarget.objects.visible_to(request.user).select_related("campaign")
    context = {"here": "settings", "rules": rules.prefetch_related("seats__user"), "people": people, "targets": targets}
    return render(request, "pipeline/assignment/rules.html", context)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_rule(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST or None, user=request.user)
    return _written(request, form, add_rule, "New rule", "Add the rule")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(AssignmentRule.objects.visible_to(request.user), pk=pk)
    form = EditRuleForm(request.POST or None, rule=row, user=request.user)
    return _written(request, form, lambda **said: edit_rule(rule=row, **said), str(row), "Save")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(sellers(), pk=pk)
    row = SellerCapacity.objects.filter(user=user).first() or SellerCapacity(user=user)
    form = CapacityForm(request.POST or None, row=row)
    return _written(request, form, lambda **said: set_capacity(user=user, **said), f"Leads for {user.name}", "Save")


def _written(request: HttpRequest, form: Any, act: Any, title: str, button: str) -> HttpResponse:
    shown = {"title": title, "sub": SUB, "button": button, "here": "settings", "back": reverse(PAGE)}
    return written(request, form, act, "“{row}” is saved", page=PAGE, template=FORM, shown=shown, of_row=False)
