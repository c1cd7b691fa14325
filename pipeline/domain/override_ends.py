"""An override of a probability was said of a deal in a stage: it ends when the deal leaves that stage."""

from collections.abc import Sequence
from datetime import datetime

from pipeline.models import Deal, ProbabilityOverride
from pipeline.models.probability import OverrideEnd


def end_overrides(deals: Sequence[Deal], *, at: datetime) -> None:
    """Of deals that leave their stage at this instant."""
    rows = ProbabilityOverride.objects.current().filter(deal__in=[deal.pk for deal in deals])
    rows.update(ended_at=at, ended_how=OverrideEnd.STAGE)


def take_overrides_up(deals: Sequence[int], *, left_at: datetime) -> None:
    """What ended with a stage that was left at an instant counts again, because the move was taken back."""
    rows = ProbabilityOverride.objects.counted().filter(deal__in=deals, ended_at=left_at, ended_how=OverrideEnd.STAGE)
    rows.update(ended_at=None, ended_how="")
