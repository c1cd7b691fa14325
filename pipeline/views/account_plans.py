"""The plan for an account: its words, white space, and reviews."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain.account_plans import review_account, write_plan
from pipeline.forms.account_plans import PlanActForm, ReviewForm, WritePlanForm
from pipeline.models import Account, AccountReview
from pipeline.queries.white_space import FEWEST, white_space
from pipeline.views.access import account_at
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import act_on

A_QUARTER = timedelta(days=91)
REVIEWS = 20


@require_GET
@needing("pipeline.read")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _drawn(request, account_at(request, pk))


@require_POST
@needing("pipeline.read")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, WritePlanForm, write_plan, "The plan for {account} is saved")


@require_POST
@needing("pipeline.read")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, ReviewForm, review_account, "The review of {account} is noted")


def _act(
    request: HttpRequest, pk: int, form_of: type[PlanActForm], verb: Callable[..., Any], words: str
) -> HttpResponse:
    def done(before: Account, after: Any, at: datetime) -> HttpResponse:
        toast(request, words.format(account=before))
        return redirect("pipeline:account-plan", pk)

    return act_on(
        request,
        read=lambda: account_at(request, pk),
        form_of=lambda row: form_of(request.POST, account=row),
        do=lambda row, form, **act: verb(account=row, **form.said(), **act),
        draw=lambda row, **shown: _drawn(request, row, **shown),
        done=done,
    )


def _drawn(request: HttpRequest, row: Account, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page; `bound` is the form that was refused."""
    bound = shown.pop("bound", None)
    today = company_at(request).day_of(timezone.now())
    context: dict[str, Any] = {
        "here": "accounts",
        "account": row,
        "plan": row.plans.first(),
        "space": white_space(row, viewer=request.user),
        "fewest": FEWEST,
        "reviews": AccountReview.objects.filter(account=row).select_related("by")[:REVIEWS],
        "today": today,
        "opened": bound.name if bound is not None else "",
        **shown,
    }
    if request.user.has_perm("pipeline.work_deals"):
        context["plan_form"] = WritePlanForm(account=row)
        context["review_form"] = ReviewForm(account=row, start=today + A_QUARTER)
        if bound is not None:
            context[f"{bound.name}_form"] = bound
    return render(request, "pipeline/accounts/plan.html", context, status=status)
