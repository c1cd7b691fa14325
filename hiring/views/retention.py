"""How long candidates are kept: the rules, and who has been kept for that long."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hiring.domain.retention import remove_rule, set_rule
from hiring.forms.retention import RetentionRuleForm
from hiring.models import RetentionRule, RetentionWarning
from hiring.queries.retention import due_by_rule, due_with
from salesmgmt.console.views.pages import accepted
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def retention(request: HttpRequest) -> HttpResponse:
    """POST sets a rule."""
    form = RetentionRuleForm(request.POST or None)
    if request.method == "POST" and accepted(form, lambda said: set_rule(**said, by=request.user, at=timezone.now())):
        toast(request, "The rule is set")
        return redirect("hiring:retention")
    company = company_at(request)
    today = company.day_of(timezone.now())
    found = due_by_rule(request.user, company=company, on=today)
    warnings = RetentionWarning.objects.visible_to(request.user).aggregate(
        warned=Count("pk"), next_day=Min("goes_date")
    )
    context = {"here": "settings", "form": form, "found": found, "due": sum(each.count for each in found), **warnings}
    status = 422 if request.method == "POST" else 200
    return render(request, "hiring/setup/retention.html", context | {"today": today}, status=status)


@require_GET
@needing("hiring.configure")
def preview(request: HttpRequest) -> HttpResponse:
    """Who would be due by the rule as the form stands; nothing is kept."""
    form = RetentionRuleForm(request.GET)
    company, now = company_at(request), timezone.now()
    context: dict[str, Any] = {"form": form, "today": company.day_of(now)}
    if form.is_valid() and bool(form.cleaned_data["region"]) == bool(form.cleaned_data["places"]):
        rule = RetentionRule(**form.cleaned_data)
        due = due_with(request.user, rule, company=company, on=context["today"])
        context |= {"due": due, "goes_from": context["today"] + timedelta(days=rule.warn_days)}
    return render(request, "hiring/setup/retention_preview.html", context)


@require_POST
@needing("hiring.configure")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(RetentionRule.objects.visible_to(request.user), pk=pk)
    remove_rule(rule=rule, by=request.user, at=timezone.now())
    toast(request, f"Nobody is due by “{rule}” any more")
    return redirect("hiring:retention")
