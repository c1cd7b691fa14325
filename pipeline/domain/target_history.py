"""Keeps what targets were: a version with each act and import that sets one, so that a past instant can be asked."""

from collections.abc import Iterable
from datetime import datetime

from pipeline.models import Target, TargetVersion
from salesmgmt.accounts.models import User


def keep_amounts(targets: Iterable[Target], *, by: User | None, at: datetime) -> None:
    """Each target is what it is in full from now on; said twice at one instant, the later word counts."""
    TargetVersion.objects.bulk_create(
        (TargetVersion(target=each, valid_from=at, full_amount=each.full_amount, by=by) for each in targets),
        update_conflicts=True,
        unique_fields=["target", "valid_from"],
        update_fields=["full_amount", "by"],
    )
