"""How often and how far the close dates of open deals are pushed."""

from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import TruncDate

from pipeline.choices import StageKind
from pipeline.figures.places import MANAGER, QUARTER, REGION, TEAM, reads_pipeline
from pipeline.models import DealVersion
from pipeline.queries.deals_as_of import DaysBetween
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.aggregates import Count, Mean, Median, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _pushed(scope: Scope) -> QuerySet[DealVersion]:
    """Versions of open deals that say a later close date than the version true until then, with `pushed_days`."""
    until_then = Q(
        of_the_deal__undone_by__isnull=True,
        of_the_deal__valid_from__lt=F("valid_from"),
        of_the_deal__valid_to__isnull=False,  # so that current ones are left out before they are joined
        of_the_deal__valid_to__gte=F("valid_from"),
    )
    zone = scope.company.zone
    rows = (
        DealVersion.objects.visible_to(scope.user)
        .counted()
        .filter(
            stage__kind=StageKind.OPEN,
            close_date__isnull=False,
            valid_from__lt=scope.moment,
        )
    )
    if scope.start:
        rows = rows.filter(valid_from__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(valid_from__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    rows = rows.annotate(before=FilteredRelation("of_the_deal", condition=until_then))
    rows = rows.annotate(was_date=F("before__close_date")).filter(was_date__lt=F("close_date"))
    rows = rows.annotate(
        pushed_days=DaysBetween(F("close_date"), F("was_date")),
        fact_day=TruncDate("valid_from", tzinfo=ZoneInfo(zone)),
    )
    rows = with_owner_place(rows, owner="owner")
    return of_team(rows, scope.team) if scope.team else rows


SLIPPAGE = register(
    Figure(
        name="pipeline.slippage",
        title="Slippage",
        sentence="Close dates were pushed {value} times{period}, by {days} in all; half of them by {median} or less.",
        nothing="No close date was pushed.",
        definition=(
            "Each time that an open deal's close date was set to a later day: how often, and by how many days. A date "
            "that comes nearer is no slip and takes none back; a first date is none; what an undo took back never "
            "counts. A deal that is pushed twice counts twice."
        ),
        denominator="Changes of close dates to a later day, of deals that you may see.",
        measures=(
            Measure(name="pushes", label="Pushed", unit=Unit.COUNT, aggregate=Count()),
            Measure(name="days", label="Days", unit=Unit.DAYS, aggregate=Sum("pushed_days")),
            Measure(name="median", label="Median", unit=Unit.DAYS, aggregate=Median("pushed_days")),
            Measure(name="mean", label="Mean", unit=Unit.DAYS, aggregate=Mean("pushed_days")),
        ),
        source=_pushed,
        groupings=(
            QUARTER,
            Grouping(name="owner", label="Owner", key="owner_id", text="owner__name"),
            Grouping(name="stage", label="Stage", key="stage_id", text="stage__name"),
            MANAGER,
            TEAM,
            REGION,
        ),
        columns=(
            Column(name="deal", label="Deal", value="deal__name"),
            Column(name="owner", label="Owner", value="owner__name"),
            Column(name="pushed", label="Pushed on", value="fact_day"),
            Column(name="was", label="From", value="was_date"),
            Column(name="becomes", label="To", value="close_date"),
        ),
        link="/pipeline/deals/{id}/",
        linked="deal_id",
        rows_are="pushes",
        allowed=reads_pipeline,
        date_basis="The day on which the date was pushed, in the company's zone; owner and stage as they were then.",
        parameters=frozenset({"from", "to", "as_of", "team", "owner"}),
    )
)
