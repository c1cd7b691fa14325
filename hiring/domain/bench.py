"""Puts people on the bench, keeps their tier, days and owner, and takes them off."""

from datetime import date, datetime, timedelta

from django.db import transaction

from hiring.choices import Tier
from hiring.domain.history import INSTANT, lock_candidacy, require_hirer, require_keeper, require_open
from hiring.models import BenchEntry, Candidacy
from hiring.queries.cadences import cadence_days
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

LONGEST_SNOOZE = timedelta(days=365)


@transaction.atomic
def put_on_bench(
    *,
    candidacy: Candidacy,
    tier: str,
    by: User,
    at: datetime,
    owner: User | None = None,
    ready_date: date | None = None,
    consent_until: date | None = None,
) -> BenchEntry:
    """Keeps an open candidacy warm from now on, from any stage; the first touch is due after one cadence.

    `ready_date` is the day from which they could start, blank for now; `consent_until` is the last day they agreed to.
    """
    candidacy = lock_candidacy(candidacy=candidacy, by=by)
    require_open(candidacy)
    _require_tier(tier)
    owner = by if owner is None else owner
    require_keeper(owner, candidacy.profile)
    today = Company.objects.current().day_of(at)
    _require_consent(consent_until, today)
    standing = BenchEntry.objects.standing().filter(candidacy=candidacy).first()
    if standing is not None:
        raise Refused(
            f"{candidacy.candidate} is on the bench already, in tier {standing.tier}; change the tier there.",
            code="on_bench",
        )
    entry = BenchEntry.objects.create(
        candidacy=candidacy,
        tier=tier,
        owner=owner,
        put_at=at,
        ready_date=ready_date,
        consent_until=consent_until,
        next_touch_date=today + timedelta(days=cadence_days()[tier]),
    )
    payload = {**_payload(entry), "owner_id": owner.pk}
    append(kind="candidate.put_on_bench", subject=entry, by=by, at=at, payload=payload)
    return entry


@transaction.atomic
def change_tier(
    *, entry: BenchEntry, tier: str, by: User, at: datetime, expected_version: int | None = None
) -> BenchEntry:
    """Another tier; the next touch is due one cadence of it after the last one."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    _require_tier(tier)
    if entry.tier == tier:
        return entry
    before, entry.tier = entry.tier, tier
    entry.next_touch_date = due_after_last(entry)
    _save(entry)
    payload = {**_payload(entry), "from_tier": before}
    append(kind="bench_entry.tier_changed", subject=entry, by=by, at=at, payload=payload)
    return entry


@transaction.atomic
def snooze(
    *, entry: BenchEntry, until: date, by: User, at: datetime, expected_version: int | None = None
) -> BenchEntry:
    """The next touch is due on a later day, at most a year from now; warmth goes on cooling."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    today = Company.objects.current().day_of(at)
    if not today < until <= today + LONGEST_SNOOZE:
        raise Refused(
            "Snooze until a day after today and within a year; take somebody off the bench to wait longer.",
            code="snooze_day",
            field="until",
        )
    if entry.next_touch_date == until:
        return entry
    before, entry.next_touch_date = entry.next_touch_date, until
    _save(entry)
    payload = {**_payload(entry), "from_date": before}
    append(kind="bench_entry.snoozed", subject=entry, by=by, at=at, payload=payload)
    return entry


@transaction.atomic
def put_entry_back(
    *, entry: BenchEntry, tier: str, next_touch_date: date, by: User, at: datetime, expected_version: int | None = None
) -> BenchEntry:
    """The inverse of another tier and of snoozing: both as they were before."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    _require_tier(tier)
    entry.tier, entry.next_touch_date = tier, next_touch_date
    _save(entry)
    append(kind="bench_entry.put_back", subject=entry, by=by, at=at, payload=_payload(entry))
    return entry


@transaction.atomic
def set_dates(
    *,
    entry: BenchEntry,
    ready_date: date | None,
    consent_until: date | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> BenchEntry:
    """From which day they could start, and until when they agreed to hear from us."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    if (entry.ready_date, entry.consent_until) == (ready_date, consent_until):
        return entry
    if consent_until != entry.consent_until:
        _require_consent(consent_until, Company.objects.current().day_of(at))
    entry.ready_date, entry.consent_until = ready_date, consent_until
    _save(entry)
    payload = {**_payload(entry), "ready_date": ready_date, "consent_until": consent_until}
    append(kind="bench_entry.dates_set", subject=entry, by=by, at=at, payload=payload)
    return entry


@transaction.atomic
def hand_over(
    *, entry: BenchEntry, to: User, by: User, at: datetime, expected_version: int | None = None
) -> BenchEntry:
    """Somebody else who hires for the profile keeps the person warm from now on."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    if entry.owner_id == to.pk:
        return entry
    require_keeper(to, entry.candidacy.profile, field="to")
    before, entry.owner = entry.owner_id, to
    _save(entry)
    payload = {**_payload(entry), "from_id": before, "to_id": to.pk}
    append(kind="bench_entry.handed_over", subject=entry, by=by, at=at, payload=payload)
    return entry


@transaction.atomic
def take_off_bench(
    *, entry: BenchEntry, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> BenchEntry:
    """No longer kept warm; the candidacy stays as it is, and the touches stay in its history."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    reason = reason.strip()
    if not reason:
        raise Refused("Say in a few words why they leave the bench.", code="reason_missing", field="reason")
    if len(reason) > BenchEntry._meta.get_field("leave_reason").max_length:
        raise Refused("A reason has at most 200 characters; shorten it.", code="reason_too_long", field="reason")
    entry.left_at, entry.leave_reason = max(at, entry.put_at + INSTANT), reason
    _save(entry)
    append(kind="candidate.taken_off_bench", subject=entry, by=by, at=at, payload=_payload(entry))
    return entry


def lock_entry(*, entry: BenchEntry, by: User, expected_version: int | None = None) -> BenchEntry:
    """The entry, locked and fresh. Raises Refused once it has left, Conflict when it was changed in between."""
    require(by, "hiring.work_candidates", "keep the bench")
    rows = BenchEntry.objects.select_for_update(of=("self",))
    locked = rows.select_related("candidacy__candidate", "candidacy__profile__role_profile").get(pk=entry.pk)
    require_hirer(by, locked.candidacy.profile)
    if expected_version is not None and locked.version != expected_version:
        candidate = locked.candidacy.candidate
        raise Conflict(f"{candidate} was changed on the bench in between; look at it again, then repeat.")
    if locked.left_at is not None:
        raise Refused(f"{locked.candidacy.candidate} has left the bench; put them on it again first.", code="off_bench")
    return locked


def due_after_last(entry: BenchEntry) -> date:
    """The day of the next touch: one cadence of the tier after the last touch, or after they were put on the bench."""
    last = Company.objects.current().day_of(entry.last_touch_at or entry.put_at)
    return last + timedelta(days=cadence_days()[entry.tier])


def _payload(entry: BenchEntry) -> dict[str, object]:
    return {
        "candidacy_id": entry.candidacy_id,
        "tier": entry.tier,
        "next_touch_date": entry.next_touch_date,
    }


def _require_tier(tier: str) -> None:
    if tier not in Tier.values:
        raise Refused(f"“{tier}” is not a tier; choose {', '.join(Tier.values)}.", code="tier", field="tier")


def _require_consent(consent_until: date | None, today: date) -> None:
    if consent_until is not None and consent_until < today:
        raise Refused(
            "This consent has ended; ask again, and write the new last day.", code="consent", field="consent_until"
        )


def _save(entry: BenchEntry) -> None:
    entry.version += 1
    entry.save()
