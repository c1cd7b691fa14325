"""Logs the contacts that keep people warm."""

from datetime import datetime

from django.db import transaction

from hiring.choices import TouchKind
from hiring.domain.bench import due_after_last, lock_entry
from hiring.models import BenchEntry, Touch
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Event
from salesmgmt.people.models import Company
from salesmgmt.web.domain.undoing import offer_undo


@transaction.atomic
def log_touch(
    *,
    entry: BenchEntry,
    kind: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Touch:
    """Writes down a contact that has happened; the next one is due a cadence of the tier after it.

    One that happened before the last touch moves nothing. Raises Refused for a time to come, or before the bench.
    """
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    if kind not in TouchKind.values:
        raise Refused(f"“{kind}” is not a kind of touch; choose one of the list.", code="kind", field="kind")
    if happened_at > at:
        raise Refused(
            "A touch has happened already; snooze until the day on which you want to get in touch.",
            code="future_touch",
            field="happened_at",
        )
    company = Company.objects.current()
    if company.day_of(happened_at) < company.day_of(entry.put_at):
        raise Refused(
            f"{entry.candidacy.candidate} was not on the bench on that day; choose a later day.",
            code="before_bench",
            field="happened_at",
        )
    if entry.consent_until is not None and company.day_of(happened_at) > entry.consent_until:
        raise Refused(
            f"The consent of {entry.candidacy.candidate} ended on {entry.consent_until:%-d %B %Y}, and nobody gets in "
            "touch: ask for it again, or write down until when they agreed.",
            code="consent_ended",
            field="happened_at",
        )
    touch = Touch(entry=entry, kind=kind, user=by, happened_at=happened_at, note=note.strip())
    if entry.last_touch_at is None or happened_at > entry.last_touch_at:
        due, entry.last_touch_at = entry.next_touch_date, happened_at
        entry.next_touch_date = due_after_last(entry)
        touch.due_date = due if entry.next_touch_date != due else None
        entry.version += 1
        entry.save()
    touch.save()
    payload = {"touch_id": touch.pk, "touch": kind, "due_date": touch.due_date, "next_date": entry.next_touch_date}
    append(kind="touch.logged", subject=entry, by=by, at=at, payload=payload)
    offer_undo(verb="hiring.touch", subject=entry, params={"touch_id": touch.pk}, by=by, at=at)
    return touch


@transaction.atomic
def undo_touch(*, touch: Touch, by: User, at: datetime) -> BenchEntry:
    """Takes a touch back that one has just logged, while nothing else happened to the entry."""
    entry = lock_entry(entry=touch.entry, by=by)
    last = Event.objects.of(entry).latest("id")
    if last.kind != "touch.logged" or last.payload.get("touch_id") != touch.pk:
        raise Refused("Something else has happened since; log another touch instead.", code="changed_since")
    if last.actor_id != by.pk:
        raise NotAllowed("Somebody else logged this touch; ask them to take it back.")
    touch = Touch.objects.get(pk=touch.pk)
    if touch.happened_at == entry.last_touch_at:
        before = entry.touches.exclude(pk=touch.pk).first()
        entry.last_touch_at = before.happened_at if before else None
        entry.next_touch_date = touch.due_date or entry.next_touch_date
        entry.version += 1
        entry.save()
    touch.delete()
    payload = {"next_date": entry.next_touch_date}
    append(kind="touch.undone", subject=entry, by=by, at=at, payload=payload)
    return entry
