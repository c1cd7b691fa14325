"""The figure of how soon those who are asked for help answer."""

from django.db.models import QuerySet

from pipeline.choices import HelpKind
from pipeline.figures.places import MANAGER, REGION, TEAM, reads_pipeline
from pipeline.models import HelpRequest
from pipeline.queries.help import help_asked_in_period
from salesmgmt.figures.aggregates import Mean, Median
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _answered(scope: Scope) -> QuerySet[HelpRequest]:
    return help_asked_in_period(scope).filter(answered_after__isnull=False)


def _waiting(scope: Scope) -> QuerySet[HelpRequest]:
    return help_asked_in_period(scope).filter(answered_after__isnull=True)


HELP_RESPONSE = register(
    Figure(
        name="pipeline.help_response",
        title="Response to help asked for",
        sentence="Half of {n} questions to people in the company{period} were answered within {value}.",
        nothing="No question has been answered.",
        definition=(
            "The time from when somebody in the company was asked for help with a deal until they answered: the "
            "median, and the mean beside it. What was withdrawn counts nowhere."
        ),
        denominator="Questions about deals that you may see which were answered.",
        date_basis="The day the question was asked, in the company's zone; team and manager of who was asked.",
        measures=(
            Measure(name="median", label="Median", unit=Unit.HOURS, aggregate=Median("answered_after")),
            Measure(name="mean", label="Mean", unit=Unit.HOURS, aggregate=Mean("answered_after")),
        ),
        source=_answered,
        parameters=frozenset({"from", "to", "as_of", "team", "owner"}),
        groupings=(
            Grouping(name="kind", label="Kind", key="kind", says=lambda code: HelpKind(code).label),
            Grouping(name="helper", label="Who was asked", key="helper_id", text="helper__name"),
            MANAGER,
            TEAM,
            REGION,
        ),
        columns=(
            Column(name="deal", label="Deal", value="deal__name"),
            Column(name="kind", label="Kind", value="kind", says=lambda code: HelpKind(code).label),
            Column(name="helper", label="Who was asked", value="helper__name"),
            Column(name="day", label="On", value="fact_day"),
        ),
        link="/pipeline/help/{id}/deal/",
        rows_are="questions",
        allowed=reads_pipeline,
        left_out=_waiting,
        left_out_why="because nobody has answered them yet",
    )
)
