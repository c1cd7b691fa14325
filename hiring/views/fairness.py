"""Adverse impact, for whoever may read counts of what candidates say of themselves, and asking candidates."""

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hiring.domain.self_identification import MOST_AT_ONCE, ask_everybody, not_asked_yet
from hiring.models.self_identification import DIMENSIONS
from hiring.queries.adverse_impact import Comparison, adverse_impact
from salesmgmt.statistics.adverse_impact import LEAST_COMPARED, LEAST_TOLD
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_GET
@needing("hiring.read_fairness")
def fairness(request: HttpRequest) -> HttpResponse:
    """One dimension at a time; narrowed to the profile of `stage` where the address names one."""
    chosen = request.GET.get("by", "")
    dimension = chosen if chosen in DIMENSIONS else next(iter(DIMENSIONS))
    found = adverse_impact(request.user, company=company_at(request), at=timezone.now())
    stage = request.GET.get("stage", "")
    told = [each for each in found.by_stage if not stage or str(each.stage_id) == stage]
    own = [each for each in told if each.dimension == dimension]
    pooled = [] if stage else [each for each in found.pooled if each.dimension == dimension]
    context = {
        "here": "fairness",
        "found": found,
        "dimension": dimension,
        "dimensions": [(code, title, _flagged(told, code)) for code, (title, _) in DIMENSIONS.items()],
        "sections": _sections(pooled, own),
        "flagged": [each for each in own if each.flagged],
        "judged": sum(each.judged for each in own),
        "flags": sum(each.flagged for each in own),
        "disagree": [each for each in pooled if each.disagree],
        "everything": _at_stages(found.by_stage),
        "stage": stage,
        "least": {"told": LEAST_TOLD, "compared": LEAST_COMPARED},
        "to_ask": not_asked_yet().count(),
        "most": MOST_AT_ONCE,
    }
    return render(request, "hiring/fairness/page.html", context)


@require_POST
@needing("hiring.read_fairness")
def ask(request: HttpRequest) -> HttpResponse:
    asked = ask_everybody(by=request.user, at=timezone.now())
    toast(request, f"{asked} candidate{'' if asked == 1 else 's'} will be asked by mail" if asked else "All were asked")
    return redirect("hiring:fairness")


def _flagged(comparisons: Iterable[Comparison], dimension: str) -> int:
    return sum(each.flagged for each in comparisons if each.dimension == dimension)


def _at_stages(comparisons: Iterable[Comparison]) -> dict[str, int]:
    """What the figure counts."""
    own = [each for each in comparisons if each.stage_id is not None]
    return {"flagged": sum(each.flagged for each in own), "judged": sum(each.judged for each in own)}


def _sections(pooled: list[Comparison], own: list[Comparison]) -> list[tuple[str, list[Comparison]]]:
    """All profiles together first, then each."""
    found = [("All role profiles together", pooled)] if pooled else []
    return found + [(name, list(rows)) for name, rows in groupby(own, key=lambda each: each.profile)]
