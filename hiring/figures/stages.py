"""The stages: who gets further."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from hiring.figures.parts import PROFILE, SOURCE, keeps_a_bench
from hiring.models import StageVisit
from hiring.queries.bench_as_of import in_days, last_instant
from hiring.queries.conversion import first_visits, with_conversion
from salesmgmt.figures.aggregates import Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

STAGE = Grouping(
    name="stage",
    label="Stage",
    key="stage_id",
    text=Concat("stage__name", Value(", "), "stage__profile__role_profile__name"),
)


def _entered(scope: Scope) -> QuerySet[StageVisit]:
    firsts = first_visits(StageVisit.objects.visible_to(scope.user), until=last_instant(scope))
    cohort = firsts.filter(**{f"entered_at__{name}": instant for name, instant in in_days(scope).items()})
    return with_conversion(cohort, until=last_instant(scope))


STAGE_CONVERSION = register(
    Figure(
        name="hiring.stage_conversion",
        title="Stage conversion so far",
        sentence="{further_numerator} of {further_n} who entered a stage{period} have got further so far: {value}.",
        nothing="Nobody entered a stage.",
        definition=(
            "Candidacies that came into a later stage afterwards, or were hired, divided by those that entered a "
            "stage. Each candidacy counts once a stage, by the first time; who is still there counts as entered, so a "
            "young cohort still rises. Moves taken back do not count."
        ),
        denominator="Candidacies that entered the stage, of those you may see. Break it down by stage to compare.",
        date_basis="The instant of first entering the stage; who got further is judged at the instant asked for.",
        measures=(
            Measure(name="further", label="Got further", unit=Unit.RATE, aggregate=Ratio("converted", "entered")),
        ),
        source=_entered,
        columns=(
            Column(name="candidate", label="Candidate", value="candidacy__candidate__name"),
            Column(name="profile", label="Role profile", value="stage__profile__role_profile__name"),
            Column(name="stage", label="Stage", value="stage__name"),
            Column(name="entered", label="Entered", value=F("entered_at")),
        ),
        link="/hiring/visits/{id}/",
        rows_are="entries into a stage",
        parameters=frozenset({"from", "to", "as_of"}),
        groupings=(STAGE, PROFILE, SOURCE),
        allowed=keeps_a_bench,
    )
)
