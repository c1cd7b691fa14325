"""Runs with what they come to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum

from compensation.models import Run, Statement, Unpaid
from pipeline.models import Deal


@dataclass(frozen=True, slots=True)
class Total:
    """What the statements of a run come to in one currency."""

    currency: str
    total_minor: int
    statements: int


@dataclass(frozen=True, slots=True)
class RunTotals:
    row: Run
    totals: list[Total]
    unpaid: int


def run_totals(found: Sequence[Run]) -> list[RunTotals]:
    """In their order, in two queries."""
    totals: dict[int, list[Total]] = {run.pk: [] for run in found}
    sums = Statement.objects.filter(run__in=found).values("run", "currency").order_by("run", "currency")
    for row in sums.annotate(total=Sum("total_minor"), people=Count("pk")):
        totals[row["run"]].append(Total(row["currency"], int(row["total"]), row["people"]))
    unpaid = dict(Unpaid.objects.filter(run__in=found).values_list("run").annotate(Count("pk")).order_by("run"))
    return [RunTotals(run, totals[run.pk], unpaid.get(run.pk, 0)) for run in found]


def closes_in_its_days(deal_ids: Collection[int]) -> Q:
    """Of a run: one of these deals closes in its days now."""
    of_run = Deal.objects.filter(close_date__gte=OuterRef("start_date"), close_date__lt=OuterRef("end_date"))
    return Q(Exists(of_run.filter(pk__in=deal_ids)))
