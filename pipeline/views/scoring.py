"""How leads are scored, and how well that says what happens."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pipeline.domain.scoring import FEWEST, ask_for_scores
from pipeline.models import ScoreRun
from pipeline.queries.scored_values import TITLES
from salesmgmt.common.problems import NotAllowed
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@dataclass(frozen=True, slots=True)
class Fifth:
    """Of `n` leads that were told a chance within a fifth, what was said on average and what happened."""

    low: float
    high: float
    n: int
    said: float
    happened: float


@require_http_methods(["GET", "POST"])
@needing("pipeline.read")
def scoring(request: HttpRequest) -> HttpResponse:
    """The latest run; POST asks for another."""
    if request.method == "POST":
        if not request.user.has_perm("pipeline.configure"):
            raise NotAllowed("Only an admin scores leads anew; ask one.")
        ask_for_scores(by=request.user, at=timezone.now())
        toast(request, "Leads are scored anew; it takes a moment")
        return redirect("pipeline:lead-scoring")
    run = ScoreRun.objects.visible_to(request.user).first()
    fifths = [Fifth(*row) for row in run.reliability] if run else []
    context = {"here": "leads", "run": run, "fifths": fifths, "fewest": FEWEST, "counts": _largest(run)}
    return render(request, "pipeline/leads/scoring.html", context)


def _largest(run: ScoreRun | None) -> list[tuple[str, str, int, int]]:
    """What most decided leads had, with how many of them were accepted and rejected."""
    found = run.counts if run else {}
    rows = [(TITLES[name], value, *row) for name, values in found.items() for value, row in values.items()]
    return sorted(rows, key=lambda row: -(row[2] + row[3]))[:20]
