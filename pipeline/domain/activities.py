"""Logs what people did for a deal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.choices import ActivityKind, ActivityOutcome
from pipeline.domain.mentions import mention
from pipeline.models import Activity, Contact, Deal, QualificationScore
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

MINUTES_OF_A_DAY = 24 * 60


def log_activity(  # noqa: PLR0913  # each is a fact of the activity
    *,
    deal: Deal,
    kind: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    minutes: int | None = None,
    outcome: str = "",
    note: str = "",
    contact: Contact | None = None,
) -> Activity:
    """Writes down something that has happened. Raises Refused for a time to come or a contact of another account."""
    facts: dict[str, Any] = {
        "kind": kind,
        "happened_at": happened_at,
        "minutes": minutes,
        "note": note,
        "contact": contact,
    }
    facts |= {"outcome": outcome}
    return _write(deal, (), facts, by=by, at=at)


@transaction.atomic
def log_mentioning(*, deal: Deal, mentions: Sequence[User], by: User, at: datetime, **facts: Any) -> Activity:
    """The same, with `facts` as above, and tells whom it mentions: `mentions`, and who is named behind an @ in the
    note. Raises Refused for somebody who may not see the deal, too. It can be taken back for a while."""
    activity = _write(deal, mentions, facts, by=by, at=at)
    offer_undo(verb="pipeline.log", subject=deal, params={"activity_id": activity.pk}, by=by, at=at)
    return activity


@transaction.atomic
def take_activity_back(*, activity: Activity, by: User, at: datetime) -> Deal:
    """What was logged by mistake is gone, mentions too, while nobody has verified it or shown something by it."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.user_id != by.pk:
        raise Refused("Only who logged an activity takes it back; ask them to.", code="not_yours")
    shows = QualificationScore.objects.filter(activity=locked).exists()
    if locked.verified_by_id is not None or shows or hasattr(locked, "planned_as"):
        raise Refused(
            "Somebody relies on this activity since (it is verified, shows how well the deal is known, or was held as "
            "planned), so it stays; log what is right beside it.",
            code="relied_on",
        )
    deal, said = locked.deal, {"activity_id": locked.pk, "user_id": locked.user_id, "happened_at": locked.happened_at}
    append(kind="activity.taken_back", subject=deal, by=by, at=at, payload=said)
    locked.delete()
    return deal


@transaction.atomic
def _write(deal: Deal, mentions: Sequence[User], facts: Mapping[str, Any], *, by: User, at: datetime) -> Activity:
    require(by, "pipeline.work_deals", "log activities")
    activity = Activity(deal=deal, user=by, **{**facts, "note": facts.get("note", "").strip()})
    refuse_unfit(activity, at=at)
    activity.save()
    told = mention(activity, people=mentions, by=by, at=at)
    payload = {"activity_id": activity.pk, "activity": activity.kind, "minutes": activity.minutes}
    if told:
        payload["mentioned"] = told
    append(kind="activity.logged", subject=deal, by=by, at=at, payload=payload)
    return activity


def refuse_unfit(activity: Activity, *, at: datetime) -> None:
    """Raises Refused for what cannot have happened so; page, API and import ask here."""
    if activity.kind not in ActivityKind.values:
        raise Refused(f"“{activity.kind}” is not a kind of activity; choose one of the list.", field="kind")
    if activity.happened_at > at:
        raise Refused(
            "An activity has happened already; plan what is to come as a meeting on its deal.",
            code="future_activity",
            field="happened_at",
        )
    contact = activity.contact
    if contact is not None and contact.account_id != activity.deal.account_id:
        raise Refused(
            f"{contact} belongs to another account; choose a contact of this deal's account.", field="contact"
        )
    if activity.outcome and (activity.outcome not in ActivityOutcome.values or activity.kind == ActivityKind.NOTE):
        raise Refused(
            "Calls, e-mails, meetings and demos have an outcome of the list; choose one, or leave it open.",
            code="what_came_of_an_activity_is_known",
            field="outcome",
        )
    if activity.minutes is not None and not 1 <= activity.minutes <= MINUTES_OF_A_DAY:
        raise Refused(
            "An activity lasts between 1 minute and a day; correct the minutes.",
            code="an_activity_lasts_up_to_a_day",
            field="minutes",
        )
