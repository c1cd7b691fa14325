"""The figure of how much is known of open deals."""

from pipeline.figures.deals import AT_AN_INSTANT, BY_INSTANT, COMMON, STAGE, START_UNKNOWN, WHO
from pipeline.queries.deals_as_of import start_unknown
from pipeline.queries.known_deals import known_deals
from salesmgmt.figures.aggregates import Ratio
from salesmgmt.figures.declaration import Figure, Measure, Unit
from salesmgmt.figures.registry import register

QUALIFICATION_KNOWN = register(
    Figure(
        name="pipeline.qualification_known",
        title="Qualification known",
        sentence="Of {known_n} things to know of open deals {known_numerator} are known: {value}.",
        nothing="Nothing has to be known of an open deal.",
        definition=(
            "The items of their process that have a score, 0 included, divided by all items that their process wants "
            "to know, over all open deals. An item that is unknown, or was said to be unknown again, is not known."
        ),
        denominator="Items of the processes of open deals that you may see, once for each deal.",
        date_basis=BY_INSTANT,
        measures=(
            Measure(
                name="known",
                label="Known",
                unit=Unit.RATE,
                aggregate=Ratio("known", "asked", interval=False),
            ),
        ),
        source=known_deals,
        parameters=AT_AN_INSTANT,
        groupings=(STAGE, *WHO),
        left_out=start_unknown,
        left_out_why=START_UNKNOWN,
        **COMMON,
    )
)
