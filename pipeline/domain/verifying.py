"""Says that somebody else saw that an activity took place."""

from datetime import datetime

from django.db import transaction

from pipeline.models import Activity
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo


@transaction.atomic
def verify_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """By a manager, or by whoever else works deals and sees this one; nobody verifies what they did themselves."""
    require(by, "pipeline.work_deals", "verify activities")
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.user_id == by.pk:
        raise Refused(
            "Nobody verifies their own activity; ask your manager, or who was there with you.",
            code="nobody_verifies_their_own_activity",
        )
    if locked.verified_by_id is not None:
        raise Refused("This activity is verified already; nothing needs to be added.", code="verified")
    locked.verified_by, locked.verified_at = by, at
    locked.save(update_fields=["verified_by", "verified_at"])
    append(kind="activity.verified", subject=locked.deal, by=by, at=at, payload={"activity_id": locked.pk})
    offer_undo(verb="pipeline.verify", subject=locked, params={"activity_id": locked.pk}, by=by, at=at)
    return locked


@transaction.atomic
def unverify_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """The inverse, by who verified it."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.verified_by_id != by.pk:
        raise Refused("You did not verify this activity; who did can take it back.", code="not_yours")
    locked.verified_by, locked.verified_at = None, None
    locked.save(update_fields=["verified_by", "verified_at"])
    append(kind="activity.unverified", subject=locked.deal, by=by, at=at, payload={"activity_id": locked.pk})
    return locked
