"""Open deals by how likely they are: what counts for each, and what stage, history and people say by themselves."""

from django.db.models import F, QuerySet

from pipeline.choices import StageKind
from pipeline.figures.deals import AT_AN_INSTANT, BY_INSTANT, COMMON, OTHER_CURRENCY, STAGE, WHO, worth_of_open
from pipeline.models import Deal
from pipeline.queries.deals_as_of import in_other_currency
from pipeline.queries.probability import SOURCES, with_probabilities
from salesmgmt.figures.aggregates import Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _weighted(scope: Scope) -> QuerySet[Deal]:
    return with_probabilities(worth_of_open(scope), as_of=scope.as_of).annotate(
        weighted=F("worth") * F("likely"),
        weighted_by_stage=F("worth") * F("by_stage"),
        weighted_by_model=F("worth") * F("by_model"),
        weighted_by_owner=F("worth") * F("by_owner"),
    )


def _other_currency(scope: Scope) -> QuerySet[Deal]:
    return in_other_currency(scope).filter(was_state=StageKind.OPEN)


WEIGHTED = register(
    Figure(
        name="pipeline.weighted_amount",
        title="Open, weighted",
        sentence=(
            "{n} open deals are worth {open}, and {value} weighted by the probability that counts for each. By the "
            "stages alone it is {by_stage}; by history alone {by_model} for {by_model_n} deals, and what people say "
            "comes to {by_owner} for {by_owner_n}."
        ),
        nothing="There are no open deals.",
        definition=(
            "The amount of each open deal (list price where nobody has priced it) times a probability. The one that "
            "counts is what its people said of it in the stage it is in; without that, the share won of the closed "
            "deals that stood in that stage, with 20 or more of them; else the stage's default. Never that of an "
            "earlier stage. A share won says what became of such deals, not what the stage did to them."
        ),
        denominator="Open deals that you may see.",
        date_basis=BY_INSTANT,
        measures=(
            Measure(name="counts", label="By what counts", unit=Unit.MONEY, aggregate=Sum("weighted")),
            Measure(name="by_stage", label="By the stage", unit=Unit.MONEY, aggregate=Sum("weighted_by_stage")),
            Measure(name="by_model", label="By history", unit=Unit.MONEY, aggregate=Sum("weighted_by_model")),
            Measure(name="by_owner", label="By its people", unit=Unit.MONEY, aggregate=Sum("weighted_by_owner")),
            Measure(name="open", label="Unweighted", unit=Unit.MONEY, aggregate=Sum("worth")),
        ),
        source=_weighted,
        parameters=AT_AN_INSTANT,
        groupings=(
            Grouping(name="source", label="Whose probability counts", key="source", says=lambda key: SOURCES[key]),
            STAGE,
            *WHO,
        ),
        left_out=_other_currency,
        left_out_why=OTHER_CURRENCY,
        **COMMON
        | {
            "columns": (
                *COMMON["columns"][:3],
                Column(name="likely", label="How likely", value="likely"),
                Column(name="whose", label="Whose probability", value="source", says=lambda key: SOURCES[key]),
            )
        },
    )
)
