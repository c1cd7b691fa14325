"""How often people of each tier hear from us."""

from collections.abc import Mapping

from hiring.choices import Tier
from hiring.models import TouchCadence

STANDARD_DAYS: Mapping[str, int] = {Tier.A: 14, Tier.B: 30, Tier.C: 90}


def cadence_days() -> dict[str, int]:
    """Days by tier: what the company has set, else the standard."""
    return {**STANDARD_DAYS, **dict(TouchCadence.objects.values_list("tier", "days"))}
