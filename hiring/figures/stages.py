"""The stages: who gets further so far and in the end, and what they cost."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from hiring.figures.parts import PROFILE, SOURCE, keeps_a_bench
from hiring.models import StagePassage
from hiring.models.passage import StagePassageQuerySet
from hiring.queries.bench_as_of import in_days, last_instant
from hiring.queries.conversion import entered_by, with_conversion
from hiring.queries.endings_of_visits import FURTHER, REJECTED, WITHDRAWN, with_ending
from hiring.queries.stage_costs import with_cost, with_stay
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.figures.aggregates import Competing, Mean, Ratio, Survival
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

STAGE = Grouping(
    name="stage",
    label="Stage",
    key="stage_id",
    text=Concat("stage__name", Value(", "), "stage__profile__role_profile__name"),
)


def _ending(scope: Scope) -> QuerySet[StagePassage]:
    return with_ending(_cohort(scope), until=last_instant(scope), as_of=day_asked(scope))


def _cohort(scope: Scope) -> StagePassageQuerySet:
    firsts = entered_by(StagePassage.objects.visible_to(scope.user), until=last_instant(scope))
    return firsts.filter(**{f"entered_at__{name}": instant for name, instant in in_days(scope).items()})


def _entered(scope: Scope) -> QuerySet[StagePassage]:
    return with_conversion(_cohort(scope), until=last_instant(scope))


def _in_the_end(name: str, label: str, cause: int) -> Measure:
    return Measure(name=name, label=label, unit=Unit.RATE, aggregate=Competing("days", "outcome", cause, WITHDRAWN))


OF_A_VISIT = (
    Column(name="candidate", label="Candidate", value="candidacy__candidate__name"),
    Column(name="profile", label="Role profile", value="stage__profile__role_profile__name"),
    Column(name="stage", label="Stage", value="stage__name"),
    Column(name="entered", label="Entered", value=F("entered_at")),
)

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
        columns=OF_A_VISIT,
        link="/hiring/visits/{id}/",
        rows_are="entries into a stage",
        parameters=frozenset({"from", "to", "as_of"}),
        groupings=(STAGE, PROFILE, SOURCE),
        allowed=keeps_a_bench,
    )
)

EXPECTED_CONVERSION = register(
    Figure(
        name="hiring.expected_conversion",
        title="Stage conversion in the end",
        sentence=(
            "Of {n} who entered a stage{period}, {value} are expected to get further in the end, {rejected} to be "
            "rejected and {withdrawn} to withdraw; the last of it is estimated from {further_at_risk} at risk."
        ),
        nothing="Nobody entered a stage.",
        definition=(
            "Aalen and Johansen's estimate of the share that gets further, with rejection and withdrawal as the other "
            "ways to leave a stage: who is still there counts as not decided yet. It is not the share so far. The "
            "interval is for the share in the end, as far as anybody was followed; under 20 people, or under 5 to whom "
            "it happened or did not, there are too few for one."
        ),
        denominator="Candidacies that entered the stage, of those you may see. Break it down by stage to compare.",
        date_basis="The instant of first entering the stage; what became of them is judged at the instant asked for.",
        measures=(
            _in_the_end("further", "Get further", FURTHER),
            _in_the_end("rejected", "Are rejected", REJECTED),
            _in_the_end("withdrawn", "Withdraw", WITHDRAWN),
        ),
        source=_ending,
        columns=OF_A_VISIT,
        link="/hiring/visits/{id}/",
        rows_are="entries into a stage",
        parameters=frozenset({"from", "to", "as_of"}),
        groupings=(STAGE, PROFILE, SOURCE),
        allowed=keeps_a_bench,
    )
)


def _costly(scope: Scope) -> QuerySet[StagePassage]:
    return with_cost(_cohort(scope))


STAGE_COST = register(
    Figure(
        name="hiring.stage_cost",
        title="What a stage costs",
        sentence="A candidate spends {value} in a stage{period}, and interviewers {minutes} minutes; mean of {n}.",
        nothing="Nobody has left a stage.",
        definition=(
            "Mean days from first entering a stage to leaving it, over those who left it, and mean minutes that "
            "interviewers sat in held interviews of the stage, each of them counted, over all who entered it."
        ),
        denominator="Candidacies that entered the stage, of those you may see. Break it down by stage to compare.",
        date_basis="The day of first entering the stage, in the company's zone.",
        measures=(
            Measure(name="days", label="Days", unit=Unit.DAYS, aggregate=Mean("days")),
            Measure(name="minutes", label="Interviewer minutes", unit=Unit.COUNT, aggregate=Mean("minutes")),
        ),
        source=_costly,
        columns=OF_A_VISIT,
        link="/hiring/visits/{id}/",
        rows_are="entries into a stage",
        parameters=frozenset({"from", "to", "as_of"}),
        groupings=(STAGE, PROFILE, SOURCE),
        allowed=keeps_a_bench,
    )
)


def _staying(scope: Scope) -> QuerySet[StagePassage]:
    return with_stay(_cohort(scope), as_of=day_asked(scope))


TIME_IN_STAGE = register(
    Figure(
        name="hiring.time_in_stage",
        title="Time in stage, candidates",
        sentence="Half of {n} who entered a stage{period} leave it within {value}, those included who are still there.",
        unreached=(
            "Fewer than half of {n} who entered a stage{period} have left it so far: {time_share} within {time_by} "
            "({time_at_risk} at risk then)."
        ),
        nothing="Nobody entered a stage.",
        definition=(
            "The days from first entering a stage until half have left it, wherever they went, by Kaplan and Meier's "
            "estimate: who is still there has been followed so far. What a stage costs is the mean of those who left, "
            "which leaves the slow ones out while they wait."
        ),
        denominator="Candidacies that entered the stage, of those you may see. Break it down by stage to compare.",
        date_basis="The day of first entering the stage, in the company's zone; judged on the day asked for.",
        measures=(
            Measure(
                name="time",
                label="Half leave by",
                unit=Unit.DAYS,
                aggregate=Survival("stayed", "has_left", "left", "still there", tallied=True),
            ),
        ),
        source=_staying,
        columns=OF_A_VISIT,
        link="/hiring/visits/{id}/",
        rows_are="entries into a stage",
        parameters=frozenset({"from", "to", "as_of"}),
        groupings=(STAGE, PROFILE, SOURCE),
        allowed=keeps_a_bench,
    )
)
