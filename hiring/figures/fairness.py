"""Adverse impact as a figure: its rows are stages with counts, never people."""

from django.db.models import IntegerField, QuerySet

from hiring.figures.parts import ITS_PROFILE, PROFILE_NAMED, told
from hiring.models import HiringStage
from hiring.queries.adverse_impact import adverse_impact
from hiring.rules import reads_fairness
from salesmgmt.figures.aggregates import Ratio
from salesmgmt.figures.declaration import Column, Figure, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _judged(scope: Scope) -> QuerySet[HiringStage]:
    counts: dict[int, tuple[int, int]] = {}
    for each in adverse_impact(scope.user, company=scope.company, at=scope.moment).by_stage:
        if each.stage_id is not None:
            flagged, judged = counts.get(each.stage_id, (0, 0))
            counts[each.stage_id] = flagged + each.flagged, judged + each.judged
    found = {pk: count for pk, count in counts.items() if count[1]}
    return (
        HiringStage.objects.filter(pk__in=found)
        .annotate(
            flagged=told({pk: flagged for pk, (flagged, _) in found.items()}, IntegerField()),
            judged=told({pk: judged for pk, (_, judged) in found.items()}, IntegerField()),
        )
        .order_by("profile_id", "position")
    )


ADVERSE_IMPACT = register(
    Figure(
        name="hiring.adverse_impact",
        title="Groups under four fifths",
        sentence="{under_numerator} of {under_n} comparisons of groups at a stage are under four fifths: {value}.",
        nothing="No two groups are large enough at any stage to be compared.",
        definition=(
            "At each stage of each role profile, groups that candidates count themselves to, by gender, age and ethnic "
            "group: those whose share that got further is strictly less than four fifths of the highest group's. "
            "Not where one selection more would turn it round, and not of fewer than 20 people."
        ),
        denominator="Comparisons of a group of 20 people or more, over 2% of all who answered, with the highest group.",
        date_basis="The end of the last full month, for answers and decisions alike.",
        measures=(
            Measure(
                name="under",
                label="Under four fifths",
                unit=Unit.RATE,
                aggregate=Ratio("flagged", "judged", False),
            ),
        ),
        source=_judged,
        columns=(PROFILE_NAMED, Column(name="stage", label="Stage", value="name")),
        link="/hiring/fairness/?stage={id}",
        rows_are="stages",
        parameters=frozenset(),
        groupings=(ITS_PROFILE,),
        allowed=reads_fairness,
    )
)
