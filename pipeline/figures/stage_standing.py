"""What stood in which stage, as the pipeline over time draws it: the open deals of one's own line."""

from dataclasses import replace

from django.db.models import F, QuerySet

from pipeline.figures.deals import COMMON, STAGE, worth_of_open
from pipeline.models import Deal
from pipeline.rules import reads_every_deal
from salesmgmt.figures.aggregates import Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

OWNER_NOW = Grouping(name="owner", label="Owner now", key="owner_id", text="owner__name")


def stood(scope: Scope) -> QuerySet[Deal]:
    """The open deals of then that belong to the person's line now, with all of their past: one that was given away is
    among those of whom it was given to."""
    rows: QuerySet[Deal] = worth_of_open(replace(scope, owner=None))
    if not reads_every_deal(scope.user):
        rows = rows.of_line(scope.user)  # type: ignore[attr-defined]
    return rows.filter(owner=scope.owner) if scope.owner else rows


STOOD = register(
    Figure(
        name="pipeline.stood",
        title="Open, by whose it is now",
        sentence="{n} open deals are worth {value}.",
        nothing="There were no open deals.",
        definition=(
            "The open deals of your line as they stood, in the stage and with the amount of then, under who owns them "
            "now: their past moves with them. A deal that nobody has priced counts with its list price."
        ),
        denominator="Open deals of your line in the company's currency; not those that you only share.",
        date_basis="The instant asked for; stage and amount as of then, the owner as of now.",
        measures=(
            Measure(name="amount", label="Open", unit=Unit.MONEY, aggregate=Sum("worth")),
            Measure(name="deals", label="Deals", unit=Unit.COUNT, aggregate=Count()),
        ),
        source=stood,
        parameters=frozenset({"as_of", "owner"}),
        groupings=(STAGE, OWNER_NOW),
        **{
            **COMMON,
            "columns": (
                Column(name="deal", label="Deal", value="name"),
                Column(name="owner", label="Owner now", value=F("owner__name")),
                Column(name="stage", label="Stage", value=F("was_stage__name")),
            ),
        },
    )
)
