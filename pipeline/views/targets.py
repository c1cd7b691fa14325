"""Targets: who is to reach how much in which quarter, what was reached of it, and one target with its adjustments."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.choices import Measure
from pipeline.domain.targets import adjust_target, set_target
from pipeline.forms.targets import AdjustForm, TargetForm
from pipeline.lists import TARGETS
from pipeline.models import Target, TargetAdjustment
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.quotas import quota_of, quota_table
from pipeline.queries.reached import reached_by_month, within
from pipeline.queries.targets import effective_target
from pipeline.queries.team_attainment import reached_by_teams
from salesmgmt.common.problems import Refused
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import FiscalPeriod, Team
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, toast_with, undo_url_of
from salesmgmt.web.views.acting import act_on


@require_GET
@needing("pipeline.read")
def target_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, TARGETS)


@require_GET
@needing("pipeline.read")
def targets(request: HttpRequest) -> HttpResponse:
    """The table of the fiscal year that `day` falls in, today's without it, for one `measure`."""
    company, measure = company_at(request), _measure(request.GET.get("measure", ""))
    day = _day(request, company.day_of(timezone.now()))
    may_set = request.user.has_perm("pipeline.set_targets")
    context = {
        "table": quota_table(viewer=request.user, company=company, day=day, measure=measure, all_teams=may_set),
        "measure": measure,
        "measures": Measure.choices,
        "unit": company.currency if measure == Measure.BOOKINGS else "",
        "company": company,
        "may_set": may_set,
        "here": "targets",
    }
    return render(request, "pipeline/targets.html", context)


@require_POST
@needing("pipeline.set_targets")
def set_quota(request: HttpRequest) -> HttpResponse:
    """Sets one cell of the table, and gives it again with the total below it."""
    form = TargetForm(request.POST)
    if not form.is_valid():
        raise Refused("A quota is a number above 0; correct it.", code="quota", field="full_amount")
    said, company = form.cleaned_data, company_at(request)
    period = get_object_or_404(FiscalPeriod, kind=PeriodKind.QUARTER, pk=said["period"])
    person = sellers_seen_by(request.user).filter(pk=said["user"] or 0).first()
    team = Team.objects.filter(pk=said["team"] or 0).first()
    if (person is None) == (team is None):
        raise Http404
    measure = _measure(said["measure"])
    target = set_target(
        user=person,
        team=team,
        measure=measure,
        period=period.period,
        full_amount=said["full_amount"],
        by=request.user,
        at=timezone.now(),
    )
    table = quota_table(viewer=request.user, company=company, day=period.start_date, measure=measure)
    context: dict[str, Any] = {"measure": measure, "may_set": True}
    if team is not None:
        quotas = next(quotas for each, quotas in table.teams if each.pk == team.pk)
        context |= {"team": team, "quota": next(each for each in quotas if each.period.pk == period.pk)}
    else:
        assert person is not None
        quota = quota_of(person=person, quarter=period, target=target, viewer=request.user, company=company)
        context |= {"person": person, "quota": quota, "totals": table.totals}
    template = "pipeline/targets/team_cell.html" if team else "pipeline/targets/cell.html"
    response = render(request, template, context)
    return toast_with(response, f"{team or person}: quota of {period.name} saved")


@require_GET
@needing("pipeline.read")
def target(request: HttpRequest, pk: int) -> HttpResponse:
    return _drawn(request, _target_at(request, pk))


@require_POST
@needing("pipeline.read")
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(row: Target, bound: AdjustForm, *, by: Any, at: datetime, **_: Any) -> TargetAdjustment:
        return adjust_target(target=row, **bound.said(), by=by, at=at)

    def done(before: Target, after: TargetAdjustment, at: datetime) -> HttpResponse:
        undo_url, words = undo_url_of(before, by=request.user, at=at), "The target is adjusted"
        if not request.htmx:
            toast(request, words, undo_url=undo_url)
            return redirect("pipeline:target", pk)
        return toast_with(_drawn(request, _target_at(request, pk)), words, undo_url=undo_url)

    return act_on(
        request,
        read=lambda: _target_at(request, pk),
        form_of=lambda row: AdjustForm(request.POST, target=row),
        do=verb,
        draw=lambda row, **shown: _drawn(request, row, **shown),
        done=done,
    )


def _target_at(request: HttpRequest, pk: int) -> Target:
    rows = Target.objects.visible_to(request.user).select_related("user", "team")
    return get_object_or_404(rows.prefetch_related("adjustments__entered_by"), pk=pk)


def _drawn(request: HttpRequest, row: Target, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page, or where htmx asked what stands in it."""
    company, bound = company_at(request), shown.pop("bound", None)
    effective, reached = effective_target(row), None
    if row.user_id is not None:
        months = reached_by_month(
            row.measure, people=[row.user_id], period=row.period, viewer=request.user, company=company
        )
        reached = within(months, row.user_id, row.period)
    else:
        reached = reached_by_teams([row], viewer=request.user, company=company)[row.pk]
    context = {
        "target": row,
        "effective": effective,
        "said": list(row.versions.select_related("by").order_by("-valid_from")),
        "reached": reached,
        "attainment": float(reached / effective) if reached is not None and effective else None,
        "opened": bound.name if bound is not None else "",
        **shown,
    }
    if request.user.has_perm("pipeline.set_targets"):
        context["adjust"] = bound or AdjustForm(target=row)
    template = "pipeline/targets/target.html" if request.htmx else "pipeline/targets/record.html"
    return render(request, template, context, status=status)


def _measure(said: str) -> str:
    return said if said in Measure.values else Measure.BOOKINGS.value


def _day(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
