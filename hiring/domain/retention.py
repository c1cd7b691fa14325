"""Says how long candidates are kept, and takes such a rule away."""

from datetime import datetime

from django.db import transaction

from hiring.models import RetentionRule
from hiring.models.retention import RetentionBasis
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

LONGEST = 3650
WARNED, LONGEST_WARNED = 14, 365
_SENTENCES = {"a_region_of_a_retention_rule_has_places": "A region is known by its places; write at least one of them."}


@transaction.atomic
def set_rule(
    *, region: str, places: str, basis: str, days: int, by: User, at: datetime, warn_days: int = WARNED
) -> RetentionRule:
    """A rule for a region and ground, or other numbers of days for the one there is."""
    require(by, "hiring.configure", "say how long candidates are kept")
    if basis not in RetentionBasis.values:
        raise Refused("Choose what the data rests on.", code="basis", field="basis")
    if not 1 <= days <= LONGEST:
        raise Refused(f"Candidates are kept 1 to {LONGEST} days; correct the number.", code="days", field="days")
    if not 1 <= warn_days <= LONGEST_WARNED:
        raise Refused(
            f"Whoever looks after them is told 1 to {LONGEST_WARNED} days before; correct the number.",
            code="warn_days",
            field="warn_days",
        )
    region, places = region.strip(), ", ".join(word.strip() for word in places.split(",") if word.strip())
    if places and not region:
        raise Refused("Places belong to a region; name it, or leave the places out.", code="region", field="region")
    with refusing(_SENTENCES, field="places"):
        rule, _ = RetentionRule.objects.update_or_create(
            region=region, basis=basis, defaults={"places": places, "days": days, "warn_days": warn_days}
        )
    append(
        kind="retention_rule.set",
        subject=rule,
        by=by,
        at=at,
        payload={"basis": basis, "days": days, "warn_days": warn_days},
    )
    return rule


@transaction.atomic
def remove_rule(*, rule: RetentionRule, by: User, at: datetime) -> None:
    """Nobody is due by it any more. Twice is once."""
    require(by, "hiring.configure", "say how long candidates are kept")
    found = RetentionRule.objects.select_for_update().filter(pk=rule.pk).first()
    if found is not None:
        append(kind="retention_rule.removed", subject=found, by=by, at=at, payload={"basis": found.basis})
        found.delete()
