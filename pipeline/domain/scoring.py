"""Scores leads by counting those that sales accepted and rejected (docs/algorithms/lead_scoring.md)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from pipeline.choices import LeadState
from pipeline.engine.calibration import Step, brier, calibrated, isotonic, reliability
from pipeline.engine.scoring import Chances, Decided
from pipeline.models import Lead, ScoreRun
from pipeline.queries.scored_values import FEWEST_OF_A_VALUE, values_of
from salesmgmt.accounts.models import User
from salesmgmt.common.money import divide_rounded
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Job
from salesmgmt.people.rules import require

FEWEST = 60
"""Decided leads without which nobody is scored."""
_DIGITS = 4


def ask_for_scores(*, at: datetime, by: User | None = None) -> Job:
    """A run an hour at most: asked for again within it, it is the same."""
    if by is not None:
        require(by, "pipeline.configure", "score leads")
    key = f"pipeline.score_leads:{at:%Y-%m-%dT%H}"
    return enqueue(kind="pipeline.score_leads", effect_key=key, params={}, by=by, at=at)


@transaction.atomic
def run_scoring(*, at: datetime) -> ScoreRun:
    """Counts the first three fifths, calibrates on the next, and is measured on the last, by when they were decided.

    Scores count all decided leads and keep that calibration. Only leads that wait have one.
    """
    rows = Lead.objects.filter(state__in=(LeadState.ACCEPTED, LeadState.CONVERTED, LeadState.REJECTED))
    decided = [
        Decided(values_of(lead), lead.state != LeadState.REJECTED)
        for lead in rows.select_related("lead_source", "campaign").order_by("decided_at", "pk")
    ]
    won = sum(lead.won for lead in decided)
    run = ScoreRun.objects.create(at=at, decided=len(decided), won=won)
    Lead.objects.filter(score__isnull=False).update(score=None, score_run=None)
    if len(decided) >= FEWEST and 0 < won < len(decided):
        _measure(run, decided)
        run.scored = _score_waiting(run)
        run.save()
    payload = {"decided": run.decided, "scored": run.scored}
    append(kind="score_run.done", subject=run, by=None, at=at, payload=payload)
    return run


def _measure(run: ScoreRun, decided: Sequence[Decided]) -> None:
    first, second = len(decided) * 3 // 5, len(decided) * 4 // 5
    past, held_out = decided[:first], decided[second:]
    chances = _counted(past)
    steps = isotonic((chances.of_values(lead.values), lead.won) for lead in decided[first:second])
    said = [(calibrated(steps, chances.of_values(lead.values)), lead.won) for lead in held_out]
    base = Fraction(sum(lead.won for lead in decided[:second]), second)
    run.held_out = len(held_out)
    run.brier = _decimal(brier(said))
    run.base_brier = _decimal(brier([(base, lead.won) for lead in held_out]))
    run.steps = [[str(step.raw), str(step.share), step.n] for step in steps]
    run.reliability = [
        [float(each.low), float(each.high), each.n, float(each.said), float(each.happened)]
        for each in reliability(said)
    ]
    run.counts = _plain(decided)


def _counted(decided: Sequence[Decided]) -> Chances:
    won = sum(lead.won for lead in decided)
    return Chances.of(_plain(decided), won=won, lost=len(decided) - won, fewest=FEWEST_OF_A_VALUE)


def _plain(decided: Sequence[Decided]) -> dict[str, dict[str, list[int]]]:
    """Won and lost by field and value."""
    plain: dict[str, dict[str, list[int]]] = {}
    for lead in decided:
        for name, value in lead.values.items():
            plain.setdefault(name, {}).setdefault(value, [0, 0])[0 if lead.won else 1] += 1
    return plain


def _score_waiting(run: ScoreRun) -> int:
    waiting = Lead.objects.filter(state__in=(LeadState.NEW, LeadState.WORKING)).order_by("pk")
    leads = list(waiting.select_related("lead_source", "campaign").select_for_update(of=("self",)))
    chances, steps = _chances(run), _steps(run)
    for lead in leads:
        lead.score, lead.score_run = _percent(chances, steps, lead), run
    Lead.objects.bulk_update(leads, ["score", "score_run"], batch_size=1_000)
    return len(leads)


def _chances(run: ScoreRun) -> Chances:
    return Chances.of(run.counts, won=run.won, lost=run.decided - run.won, fewest=FEWEST_OF_A_VALUE)


def _steps(run: ScoreRun) -> list[Step]:
    return [Step(Fraction(raw), Fraction(share), n) for raw, share, n in run.steps]


def _percent(chances: Chances, steps: Sequence[Step], lead: Lead) -> int:
    return round(100 * calibrated(steps, chances.of_values(values_of(lead))))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(divide_rounded(value.numerator * 10**_DIGITS, value.denominator)).scaleb(-_DIGITS)
