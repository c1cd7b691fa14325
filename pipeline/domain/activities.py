"""Logs what people did for a deal."""

from datetime import datetime

from django.db import transaction

from pipeline.choices import ActivityKind
from pipeline.models import Activity, Contact, Deal
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require


@transaction.atomic
def log_activity(
    *,
    deal: Deal,
    kind: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    minutes: int | None = None,
    note: str = "",
    contact: Contact | None = None,
) -> Activity:
    """Writes down something that has happened. Raises Refused for a time to come or a contact of another account."""
    require(by, "pipeline.work_deals", "log activities")
    if kind not in ActivityKind.values:
        raise Refused(f"“{kind}” is not a kind of activity; choose one of the list.", field="kind")
    if happened_at > at:
        raise Refused(
            "An activity has happened already; plan what is to come as the next step.",
            code="future_activity",
            field="happened_at",
        )
    if contact is not None and contact.account_id != deal.account_id:
        raise Refused(
            f"{contact} belongs to another account; choose a contact of this deal's account.", field="contact"
        )
    sentence = "An activity lasts between 1 minute and a day; correct the minutes."
    with refusing({"an_activity_lasts_up_to_a_day": sentence}, field="minutes"):
        activity = Activity.objects.create(
            deal=deal,
            kind=kind,
            user=by,
            contact=contact,
            happened_at=happened_at,
            minutes=minutes,
            note=note.strip(),
        )
    payload = {"activity_id": activity.pk, "activity": kind, "minutes": minutes}
    append(kind="activity.logged", subject=deal, by=by, at=at, payload=payload)
    return activity
