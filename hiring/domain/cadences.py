"""Changes how often people of a tier hear from us."""

from datetime import datetime

from django.db import transaction

from hiring.choices import Tier
from hiring.models import TouchCadence
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_DAYS = "A cadence is between 1 and 365 days; correct it."


@transaction.atomic
def set_cadence(*, tier: str, days: int, by: User, at: datetime) -> TouchCadence:
    """From the next touch on, people of a tier are due every `days` days; days that are set already stay."""
    require(by, "hiring.configure", "set how often tiers hear from you")
    if tier not in Tier.values:
        raise Refused(f"“{tier}” is not a tier; choose {', '.join(Tier.values)}.", code="tier", field="tier")
    known = TouchCadence.objects.filter(tier=tier, days=days).first()
    if known is not None:
        return known
    with refusing({"a_cadence_is_1_to_365_days": _DAYS}, field="days"):
        cadence, _ = TouchCadence.objects.update_or_create(tier=tier, defaults={"days": days})
    append(kind="touch_cadence.set", subject=cadence, by=by, at=at, payload={"tier": tier, "days": days})
    return cadence
