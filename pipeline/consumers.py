"""What follows from what happens to deals: their followers are told, and an imported past is counted at once."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer
from salesmgmt.figures.rollup import register_fold

FOLLOWED = {"deal.moved", "deal.won", "deal.lost", "deal.given", "deals.handed_over", "deals.handed_back"}


@consumer(name="pipeline.followers", kinds=FOLLOWED, from_now=True)
def tell_followers(events: Sequence[Event], *, at: datetime) -> None:
    from pipeline.domain.following import tell

    tell(events, at=at)


@consumer(name="pipeline.odds", kinds={"deals.imported", "deals.import_undone"}, from_now=True)
def count_changed_past(events: Sequence[Event], *, at: datetime) -> None:
    from pipeline.domain.stage_odds import ask_for_odds

    ask_for_odds(at=at, because=f"event-{events[-1].pk}")


def fold_stays() -> int:
    from pipeline.domain.stays import fold_stays_anew

    return fold_stays_anew()


register_fold("pipeline.stays", fold_stays)
