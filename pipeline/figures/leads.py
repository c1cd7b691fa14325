"""Figures over leads: how many sales accepts, by where they came from, and how soon somebody answers."""

from django.db.models import Case, Q, QuerySet, Value, When

from pipeline.choices import LeadRejection, LeadState
from pipeline.figures.places import MANAGER, QUARTER, REGION, TEAM, reads_pipeline
from pipeline.models import Lead
from pipeline.models.lead import UNDECIDED
from pipeline.queries.hours import HoursBetween
from pipeline.queries.leads_in_period import leads_in_period
from salesmgmt.figures.aggregates import Mean, Median, Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

SOURCE = Grouping(name="lead_source", label="Lead source", key="lead_source_id", text="lead_source__name")
CAMPAIGN = Grouping(name="campaign", label="Campaign", key="campaign_id", text="campaign__name", unknown="no campaign")
OWNER = Grouping(name="owner", label="Owner", key="owner_id", text="owner__name")
REASON = Grouping(
    name="reason",
    label="Reason for rejection",
    key="was_rejection",
    says=lambda code: LeadRejection(code).label if code else "accepted",
)
WHERE = (SOURCE, CAMPAIGN, OWNER, MANAGER, TEAM, REGION, QUARTER)
COMMON = {
    "columns": (
        Column(name="lead", label="Lead", value="called"),
        Column(name="lead_source", label="Lead source", value="lead_source__name"),
        Column(name="campaign", label="Campaign", value="campaign__name"),
        Column(name="owner", label="Owner", value="owner__name"),
        Column(name="state", label="State", value="was_state", says=lambda code: LeadState(code).label),
        Column(name="came_in", label="Came in", value="fact_day"),
    ),
    "link": "/pipeline/leads/{id}/",
    "rows_are": "leads",
    "allowed": reads_pipeline,
    "date_basis": (
        "The day a lead came in, in the company's zone; team and manager, as on that day, of who has it now. What was "
        "decided and answered counts up to the instant asked for."
    ),
    "parameters": frozenset({"from", "to", "as_of", "team", "owner"}),
}


DECIDED = Q(was_state__isnull=False) & ~Q(was_state__in=UNDECIDED)


def answered_by(scope: Scope) -> Q:
    """Whether somebody had answered a lead by the instant asked for."""
    known = Q(answered_at__isnull=False)
    return known & Q(answered_at__lt=scope.as_of) if scope.as_of else known


def _decided(scope: Scope) -> QuerySet[Lead]:
    return (
        leads_in_period(scope)
        .filter(DECIDED)
        .annotate(
            accepted=Case(When(was_state=LeadState.REJECTED, then=Value(0)), default=Value(1)),
            decided=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
        )
    )


def _undecided(scope: Scope) -> QuerySet[Lead]:
    return leads_in_period(scope).exclude(DECIDED)


def _answered(scope: Scope) -> QuerySet[Lead]:
    rows = leads_in_period(scope).filter(answered_by(scope), external_source="")
    return rows.annotate(answered_after=HoursBetween("answered_at", "created_at"))


def _unanswered(scope: Scope) -> QuerySet[Lead]:
    return leads_in_period(scope).exclude(answered_by(scope), external_source="")


LEAD_ACCEPTANCE = register(
    Figure(
        name="pipeline.lead_acceptance",
        title="Leads accepted",
        sentence="Sales accepted {share_numerator} of {share_n} leads that it decided about{period}: {value}.",
        nothing="Sales has decided about no lead.",
        definition=(
            "Leads that sales accepted, those that became deals among them, divided by those that it accepted or "
            "rejected. A lead counts as it stood at the instant asked for, on the day it came in."
        ),
        denominator="Leads that you may see and that sales has decided about.",
        measures=(Measure(name="share", label="Accepted", unit=Unit.RATE, aggregate=Ratio("accepted", "decided")),),
        source=_decided,
        left_out=_undecided,
        left_out_why="because sales had not decided about them, or nobody knows how they stood then",
        groupings=(*WHERE, REASON),
        **COMMON,
    )
)

LEAD_RESPONSE = register(
    Figure(
        name="pipeline.lead_response",
        title="Response to leads",
        sentence="Half of {n} leads{period} were answered within {value}.",
        nothing="No lead has been answered.",
        definition=(
            "The time from when a lead came in until somebody first took it up, reached out, accepted or rejected it: "
            "the median, and the mean beside it."
        ),
        denominator="Leads that you may see, that were entered here and that somebody has answered.",
        measures=(
            Measure(name="median", label="Median", unit=Unit.HOURS, aggregate=Median("answered_after")),
            Measure(name="mean", label="Mean", unit=Unit.HOURS, aggregate=Mean("answered_after")),
        ),
        source=_answered,
        left_out=_unanswered,
        left_out_why="because nobody had answered them yet, or they were imported and nobody knows when they were",
        groupings=WHERE,
        **COMMON,
    )
)
