"""How far teams got against their targets."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Case, DecimalField, Exists, F, OuterRef, QuerySet, Value, When

from pipeline.choices import Measure as Counted
from pipeline.figures.places import reads_pipeline
from pipeline.models import Target, TargetVersion
from pipeline.queries.deals_as_of import day_asked
from pipeline.queries.quarters import SPELLED, FiscalQuarter, quarter_said
from pipeline.queries.targets import as_they_were, effective_target
from pipeline.queries.team_attainment import reached_by_teams
from salesmgmt.figures.aggregates import AmountRatio, Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models.line import IsAnyOf, team_and_below

AMOUNT = DecimalField(max_digits=24, decimal_places=4)


def _begun(scope: Scope) -> QuerySet[Target]:
    """Targets of teams for bookings that begin in the days asked for, and have begun."""
    rows = Target.objects.visible_to(scope.user).filter(team__isnull=False, measure=Counted.BOOKINGS)
    rows = rows.filter(start_date__lte=day_asked(scope))
    if scope.as_of:
        rows = rows.filter(Exists(TargetVersion.objects.filter(target=OuterRef("pk"), valid_from__lt=scope.as_of)))
    if scope.start:
        rows = rows.filter(start_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(start_date__lt=scope.end)
    if scope.team:
        rows = rows.filter(IsAnyOf(F("team_id"), team_and_below(scope.team)))
    return rows


def _reached(scope: Scope) -> dict[int, tuple[Decimal, Decimal]]:
    """By target that one can be told about: what it comes to and what was reached. Asked once for what is told and for
    what is left out."""
    if "reached" not in scope.kept:
        scope.kept["reached"] = _add_up(scope)
    found: dict[int, tuple[Decimal, Decimal]] = scope.kept["reached"]
    return found


def _add_up(scope: Scope) -> dict[int, tuple[Decimal, Decimal]]:
    targets = _begun(scope).filter(currency=scope.company.currency)
    rows = as_they_were(targets, scope.as_of) if scope.as_of else list(targets.prefetch_related("adjustments"))
    reached = reached_by_teams(rows, viewer=scope.user, company=scope.company, as_of=scope.as_of)
    told = {each: (effective_target(each), reached[each.pk]) for each in rows}
    return {each.pk: (comes_to, many) for each, (comes_to, many) in told.items() if many is not None}


def _told(scope: Scope) -> QuerySet[Target]:
    found = _reached(scope)
    rows = Target.objects.filter(pk__in=found)
    comes_to = {pk: pair[0] for pk, pair in found.items()}
    return rows.annotate(target=_said(comes_to), reached=_said({pk: pair[1] for pk, pair in found.items()}))


def _said(amounts: Mapping[int, Decimal]) -> Case:
    """The amount of each row, as it was worked out."""
    whens = [When(pk=pk, then=Value(amount, output_field=AMOUNT)) for pk, amount in amounts.items()]
    return Case(*whens, default=Value(Decimal(0), output_field=AMOUNT), output_field=AMOUNT)


def _not_told(scope: Scope) -> QuerySet[Target]:
    return _begun(scope).exclude(pk__in=_reached(scope))


TEAM_ATTAINMENT = register(
    Figure(
        name="pipeline.team_attainment",
        title="Attainment of teams",
        sentence="Teams reached {attainment_numerator} of targets of {attainment_denominator}{period}: {value}.",
        nothing="No team has a target for bookings.",
        definition=(
            "Won deals in the company’s currency, by the day they closed, of whoever was in the team, or in one below "
            "it, on that day; divided by the team’s target after its adjustments. A target whose days are not over "
            "counts as far as it was reached. Where a team and one below it both have targets, a deal counts for both."
        ),
        denominator="Targets of teams for bookings all of whose people you see, added up after their adjustments.",
        date_basis=(
            "The first day of the target; a deal counts on its day of closing, for its owner's team then. Targets are "
            "what they were at the instant asked for, after the adjustments made by then."
        ),
        measures=(
            Measure(
                name="attainment",
                label="Attainment",
                unit=Unit.RATE,
                aggregate=AmountRatio("reached", "target"),
            ),
            Measure(name="reached_amount", label="Reached", unit=Unit.MONEY, aggregate=Sum("reached")),
            Measure(name="targets", label="Targets", unit=Unit.COUNT, aggregate=Count()),
        ),
        source=_told,
        columns=(
            Column(name="team", label="Team", value="team__name"),
            Column(name="from_day", label="From", value="start_date"),
            Column(name="until_day", label="Until before", value="end_date"),
        ),
        link="/pipeline/targets/{id}/",
        rows_are="targets",
        allowed=reads_pipeline,
        parameters=frozenset({"from", "to", "as_of", "team"}),
        groupings=(
            Grouping(name="team", label="Team", key="team_id", text="team__name"),
            Grouping(
                name="quarter",
                label="Fiscal quarter",
                key=FiscalQuarter("start_date"),
                says=quarter_said,
                spelled=SPELLED,
                in_key_order=True,
            ),
        ),
        left_out=_not_told,
        left_out_why="because they are in another currency than the company’s, or not all of the team is yours to see",
    )
)
