"""What onboarding does when the pipeline or a journey changes, or somebody leaves: milestones and journeys follow."""

from collections.abc import Sequence
from datetime import datetime

from onboarding.choices import DEAL_KINDS, IMPORT_KINDS, JOURNEY_KINDS, LEAVING_KINDS
from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer


@consumer(name="onboarding.milestones", kinds=DEAL_KINDS | IMPORT_KINDS | JOURNEY_KINDS)
def find_milestones(events: Sequence[Event], *, at: datetime) -> None:
    from onboarding.domain.milestones import refresh_touched_by

    refresh_touched_by(events)


@consumer(name="onboarding.leavers", kinds=LEAVING_KINDS)
def let_leavers_go(events: Sequence[Event], *, at: datetime) -> None:
    from onboarding.domain.leaving import follow_leavers

    follow_leavers(events, at=at)
