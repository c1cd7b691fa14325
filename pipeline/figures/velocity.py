"""How much the pipeline brings a day, by the four factors that it is made of."""

from django.db.models import Case, F, QuerySet, Value, When

from pipeline.choices import StageKind
from pipeline.figures.deals import BY_CLOSE, COMMON, IN_A_PERIOD, OTHER_CURRENCY, OWNER
from pipeline.figures.places import MANAGER, REGION, TEAM
from pipeline.models import Deal
from pipeline.queries.deals_as_of import (
    CLOSED,
    DaysBetween,
    deals_as_of,
    in_company_currency,
    in_other_currency,
    open_or_closed_in_period,
)
from salesmgmt.figures.aggregates import Mean, Ratio, Sum, Velocity
from salesmgmt.figures.declaration import Figure, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

LEAST = 10


def _open_or_closed(scope: Scope) -> QuerySet[Deal]:
    rows = open_or_closed_in_period(in_company_currency(deals_as_of(scope), scope), scope)
    won, started = {"was_state": StageKind.WON}, {"started_date__isnull": False}
    return rows.annotate(
        is_open=Case(When(was_state=StageKind.OPEN, then=Value(1)), default=Value(0)),
        won=Case(When(**won, then=Value(1)), default=Value(0)),
        closed=Case(When(was_state__in=CLOSED, then=Value(1)), default=Value(0)),
        won_amount=Case(When(**won, then=F("was_amount"))),
        won_days=Case(When(**won, **started, then=DaysBetween(F("closed_on"), F("started_date")))),
    )


def _left_out(scope: Scope) -> QuerySet[Deal]:
    return open_or_closed_in_period(in_other_currency(scope), scope)


VELOCITY = register(
    Figure(
        name="pipeline.velocity",
        title="Velocity",
        sentence=(
            "{open} open deals, {rate} of {rate_n} closed ones won{period}, {each} each of {each_n}, {cycle} from "
            "start to won of {cycle_n}: {value} a day."
        ),
        nothing="There are no deals.",
        definition=(
            "Open deals, times won of closed deals, times the mean amount of the won ones, divided by their mean days "
            "from start to won: what the open deals bring a day if they go like those that closed. Said from "
            f"{LEAST} won deals with amount and start on. A rule of thumb: the factors move each other, so that "
            "raising one does not raise it by as much; it says nothing of why, and is no forecast."
        ),
        denominator="Won deals whose amount and start are known; each factor says its own n.",
        date_basis=f"{BY_CLOSE} Open deals as of the instant asked for.",
        measures=(
            Measure(
                name="velocity",
                label="A day",
                unit=Unit.MONEY,
                aggregate=Velocity("is_open", "won", "closed", "won_amount", "won_days", fewest=LEAST),
            ),
            Measure(name="open", label="Open", unit=Unit.COUNT, aggregate=Sum("is_open")),
            Measure(name="rate", label="Won of closed", unit=Unit.RATE, aggregate=Ratio("won", "closed")),
            Measure(name="each", label="Won, each", unit=Unit.MONEY, aggregate=Mean("won_amount")),
            Measure(name="cycle", label="Start to won", unit=Unit.DAYS, aggregate=Mean("won_days")),
        ),
        source=_open_or_closed,
        parameters=IN_A_PERIOD,
        groupings=(OWNER, MANAGER, TEAM, REGION),
        left_out=_left_out,
        left_out_why=OTHER_CURRENCY,
        **COMMON,
    )
)
