"""What must hold of rollups."""

from salesmgmt.common.proof import Proof, register
from salesmgmt.figures.queries.rollup_proof import look_at_rollups

register(
    Proof(
        name="figures.rollups_are_what_the_facts_say",
        rule="A rollup is what its facts add up to, unless it waits to be added up again.",
        look=look_at_rollups,
    )
)
