"""Figures over what was promised to leads and what they became: answered in time, and in which states they stood."""

from django.db.models import Case, DecimalField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from pipeline.choices import LeadRejection, LeadState
from pipeline.figures.leads import CAMPAIGN, COMMON, OWNER, SOURCE, WHERE, answered_by
from pipeline.models import Lead
from pipeline.queries.lead_states import with_state_at
from pipeline.queries.leads_in_period import leads_in_period
from salesmgmt.figures.aggregates import Count, Median, Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

HOURS = DecimalField(max_digits=12, decimal_places=4)
WAS = Grouping(name="state", label="State", key="was_state", says=lambda code: LeadState(code).label)
WAS_REASON = Grouping(
    name="reason",
    label="Reason for rejection",
    key="was_rejection",
    says=lambda code: LeadRejection(code).label if code else "not rejected",
)


def _judged(scope: Scope) -> Q:
    """Answered, or the time to answer is over."""
    given = Q(due_at__isnull=False)
    if scope.as_of:
        given &= Q(assigned_at__lt=scope.as_of)
    return given & (answered_by(scope) | Q(due_at__lte=scope.moment))


def _promised(scope: Scope) -> QuerySet[Lead]:
    answered = answered_by(scope)
    return (
        leads_in_period(scope)
        .filter(_judged(scope))
        .annotate(
            in_time=Case(When(answered, answered_at__lte=F("due_at"), then=Value(1)), default=Value(0)),
            promised=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
            response_hours=Case(
                When(answered, then=ExpressionWrapper(Cast("response_minutes", HOURS) / Value(60), HOURS))
            ),
        )
    )


def _not_promised(scope: Scope) -> QuerySet[Lead]:
    return leads_in_period(scope).exclude(_judged(scope))


def _standing(scope: Scope) -> QuerySet[Lead]:
    return with_state_at(leads_in_period(scope).filter(created_at__lt=scope.moment), scope.moment)


def _unknown_then(scope: Scope) -> QuerySet[Lead]:
    known = with_state_at(Lead.objects.all(), scope.moment)
    came = leads_in_period(scope).filter(created_at__lt=scope.moment)
    return came.exclude(pk__in=known.values("pk"))


register(
    Figure(
        name="pipeline.lead_in_time",
        title="Leads answered in time",
        sentence=(
            "{share_numerator} of {share_n} leads{period} were answered within their target: {value}; "
            "half of {median_n} answers took {median} of office time."
        ),
        nothing="No lead was to be answered by a certain time.",
        definition=(
            "Leads that were answered (somebody took them up, reached out, accepted or rejected them) by the instant "
            "that their target gave, divided by those that were answered and those whose instant has passed. Office "
            "time is what the owner's office worked from when the lead was given to them until the answer."
        ),
        denominator="Leads that you may see and that had a response target when they were given to somebody.",
        measures=(
            Measure(name="share", label="In time", unit=Unit.RATE, aggregate=Ratio("in_time", "promised")),
            Measure(name="median", label="Median", unit=Unit.HOURS, aggregate=Median("response_hours")),
        ),
        source=_promised,
        left_out=_not_promised,
        left_out_why="because they had no target, were imported, still had time, or were given to others since",
        groupings=WHERE,
        **COMMON,
    )
)

register(
    Figure(
        name="pipeline.leads_by_state",
        title="Leads by state",
        sentence="{n} leads{period} stood in a state.",
        nothing="No lead had come in.",
        definition=(
            "Leads in the state in which they stood at the instant asked for, by the history of their states; what an "
            "undo took back never counts."
        ),
        denominator="Leads that you may see and that had come in by then.",
        measures=(Measure(name="count", label="Leads", unit=Unit.COUNT, aggregate=Count()),),
        source=_standing,
        left_out=_unknown_then,
        left_out_why="because they were imported later and nobody knows how they stood then",
        groupings=(WAS, WAS_REASON, SOURCE, CAMPAIGN, OWNER),
        **{
            **COMMON,
            "columns": (*COMMON["columns"][:4], Column(name="stood", label="Stood", value="was_state", says=WAS.says)),
            "date_basis": "The day a lead came in, in the company's zone; its state is that of the instant asked for.",
        },
    )
)
