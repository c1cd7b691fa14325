"""Runs: opening a quarter, following its calculation, closing it, removing one that was never meant."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from compensation.domain.runs import ask_to_close, calculate_run, is_over, remove_run, start_run
from compensation.forms.runs import RemoveRunForm, RunForm
from compensation.lists import RUNS
from compensation.models import Run
from compensation.models.run import CLOSE_APPROVAL
from compensation.queries.runs import run_totals
from compensation.views.pages import posted
from salesmgmt.approvals.queries.waiting import of_subject
from salesmgmt.common.problems import Refused
from salesmgmt.people.rules import require
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, toast_with
from salesmgmt.web.views.acting import act_on, version_looked_at


@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, RUNS)


@require_http_methods(["GET", "POST"])
def run_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "compensation.manage", "calculate pay")
    form = RunForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            run = start_run(day=form.cleaned_data["day"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("day", refusal.message)
        else:
            return redirect("compensation:run", pk=run.pk)
    return render(
        request, "compensation/run_new.html", {"here": "runs", "form": form}, status=422 if form.errors else 200
    )


@require_GET
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _run(request, pk))


def _page(
    request: HttpRequest, run: Run, *, status: int = 200, bound: RemoveRunForm | None = None, **shown: Any
) -> HttpResponse:
    held = run_totals([run])[0]
    form = bound or RemoveRunForm(row=run)
    form.say_what_goes(held)
    context = {
        "here": "runs",
        "run": run,
        "statements": run.statements.select_related("user").order_by("-total_minor", "pk"),
        "totals": held.totals,
        "unpaid": run.unpaid.select_related("user"),
        "approval": of_subject(CLOSE_APPROVAL, run),
        "is_over": is_over(run, timezone.now()),
        "remove_form": form,
        "opened": bound.name if bound else "",
        **shown,
    }
    return render(request, "compensation/run.html", context, status=status)


@require_GET
def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress bar alone; when the job has ended the page is loaded anew."""
    run = _run(request, pk)
    if not run.is_calculating:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "compensation/_progress.html", {"run": run})


@require_POST
def run_calculate(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    calculate_run(run=run, by=request.user, at=timezone.now(), expected_calculation=version_looked_at(request))
    if request.htmx:
        return toast_with(HttpResponse(status=204), f"{run} is being calculated")
    return redirect("compensation:run", pk=pk)


@require_POST
def run_finalize(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    asked = ask_to_close(run=run, by=request.user, at=timezone.now(), expected_calculation=version_looked_at(request))
    toast(
        request, f"Others have to approve {run} first" if asked else f"{run} is final. Its statements no longer change."
    )
    return redirect("compensation:run", pk=pk)


@require_POST
def run_remove(request: HttpRequest, pk: int) -> HttpResponse:
    def read() -> Run:
        run = _run(request, pk)
        require(request.user, "compensation.manage", "remove a run")
        return run

    def done(run: Run, removed: Run, at: datetime) -> HttpResponse:
        toast(request, f"{removed} is removed. Its quarter can be calculated anew.")
        return redirect("compensation:run", pk=pk)

    return act_on(
        request,
        read=read,
        form_of=lambda run: RemoveRunForm(request.POST, row=run),
        do=lambda run, form, **act: remove_run(run=run, **form.said(), **act),
        draw=partial(_page, request),
        done=done,
    )


def _run(request: HttpRequest, pk: int) -> Run:
    named = ("job", "started_by", "removed_by")
    return get_object_or_404(Run.objects.visible_to(request.user).select_related(*named), pk=pk)
