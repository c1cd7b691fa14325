"""Why deals are won and lost, in figures."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from pipeline.choices import StageKind
from pipeline.figures.deals import BY_CLOSE, COMMON, IN_A_PERIOD, OTHER_CURRENCY, OWNER, PRODUCT, QUARTER
from pipeline.figures.places import ACCOUNT, MANAGER, REGION, TEAM
from pipeline.models import Deal
from pipeline.queries.close_reasons import with_reason
from pipeline.queries.deals_as_of import closed_in_period, deals_as_of, in_company_currency, in_other_currency
from salesmgmt.figures.aggregates import Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

REASON = Grouping(name="reason", label="Reason", key="reason_code", text="reason_name", unknown="no reason known")
SOURCE = Grouping(
    name="lead_source",
    label="Lead source",
    key="lead_source_id",
    text="lead_source__name",
    unknown="no source known",
)


def closed_for(kind: StageKind) -> Any:
    def closed(scope: Scope) -> QuerySet[Deal]:
        rows = closed_in_period(in_company_currency(deals_as_of(scope), scope), scope)
        rows = rows.filter(was_state=kind).annotate(closed_amount=Coalesce(F("was_amount"), F("was_list_amount")))
        return with_reason(rows, scope)

    return closed


def closed_in_other_currency(kind: StageKind) -> Any:
    return lambda scope: closed_in_period(in_other_currency(scope), scope).filter(was_state=kind)


def _figure(kind: StageKind, *, name: str, title: str, done: str) -> Figure:
    return Figure(
        name=name,
        title=title,
        sentence=f"{{n}} deals were {done}{{period}}, for {{amount}} in all.",
        nothing=f"No deal was {done}.",
        definition=(
            f"The deals that were {done}, and their amounts, by the reason that was chosen as they were closed. A deal "
            "that nobody had priced counts with what its lines cost at list. One that was opened again counts no "
            "longer, and under its new reason once it is closed again; imported deals without one stand by themselves."
        ),
        denominator=f"Deals that you may see and that were {done}.",
        date_basis=BY_CLOSE,
        measures=(
            Measure(name="deals", label="Deals", unit=Unit.COUNT, aggregate=Count()),
            Measure(name="amount", label="Amount", unit=Unit.MONEY, aggregate=Sum("closed_amount")),
        ),
        source=closed_for(kind),
        parameters=IN_A_PERIOD,
        groupings=(REASON, SOURCE, QUARTER, OWNER, MANAGER, TEAM, REGION, PRODUCT, ACCOUNT),
        left_out=closed_in_other_currency(kind),
        left_out_why=OTHER_CURRENCY,
        **{
            **COMMON,
            "columns": (*COMMON["columns"], Column(name="reason", label="Reason", value=F("reason_name"))),
        },
    )


LOST_FOR = register(_figure(StageKind.LOST, name="pipeline.lost_for", title="Why deals are lost", done="lost"))
WON_FOR = register(_figure(StageKind.WON, name="pipeline.won_for", title="Why deals are won", done="won"))
