"""The bench as its page shows it: by profile, with depth against the goal and how warm everybody is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from hiring.models import BenchEntry, HiringProfile, Touch
from hiring.models.bench import BenchEntryQuerySet, may_be_contacted
from hiring.queries.warmth import WarmthOf, is_warm, warmth_of, with_warmth
from salesmgmt.accounts.models import User
from salesmgmt.api.cursors import Cursor
from salesmgmt.api.keyset import Order
from salesmgmt.people.alike import found_alike

CONSENT_ENDS_SOON = timedelta(days=30)
WEEK = timedelta(days=7)
BY_TOUCH = Order("touch", "next_touch_date")


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One person on the bench; `late` counts days that the touch is overdue, `consent_left` days of consent (negative
    once it has ended, None while none is noted)."""

    entry: BenchEntry
    warmth: WarmthOf
    is_ready: bool
    late: int
    last_touch_kind: str
    consent_left: int | None

    @property
    def is_warm(self) -> bool:
        """As `queries.warmth.is_warm` has it in the database."""
        return self.warmth.is_warm and not self.consent_ended

    @property
    def consent_ended(self) -> bool:
        return self.consent_left is not None and self.consent_left < 0

    @property
    def consent_ends_soon(self) -> bool:
        return self.consent_left is not None and self.consent_left <= CONSENT_ENDS_SOON.days


@dataclass(frozen=True, slots=True)
class Depth:
    """How many stand on a bench, how many of them are ready now and how many warm, against how many should be ready.

    `due` touches are those of the coming week, with the `late` ones; `without_consent` are not asked, or it has ended.
    """

    standing: int = 0
    ready: int = 0
    warm: int = 0
    late: int = 0
    due: int = 0
    without_consent: int = 0
    goal: int = 0

    @property
    def missing(self) -> int:
        return max(self.goal - self.ready, 0)


@dataclass(slots=True)
class ProfileBench:
    """The bench of one profile, which may be empty: the first of its rows, and how many there are in all. `next`
    continues them."""

    profile: HiringProfile
    depth: Depth
    rows: list[BenchRow] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.depth.standing - len(self.rows)

    @property
    def next(self) -> str:
        last = self.rows[-1].entry
        return Cursor(BY_TOUCH.name, last.next_touch_date, last.pk).sealed() if self.left > 0 else ""


def rows(entries: BenchEntryQuerySet, *, today: date) -> list[BenchRow]:
    """Entries as rows, those with the next touch first; one query."""
    loaded = loading(entries, today=today).order_by("next_touch_date", "pk")
    return [row_of(entry, today=today) for entry in loaded]


def loading(entries: BenchEntryQuerySet, *, today: date) -> BenchEntryQuerySet:
    """With all that `row_of` reads."""
    kinds = Touch.objects.filter(entry=OuterRef("pk")).values("kind")[:1]
    return (
        with_warmth(entries, on=today)
        .annotate(last_touch_kind=Subquery(kinds))
        .select_related("owner", "candidacy__candidate", "candidacy__stage", "candidacy__profile__role_profile")
    )


def row_of(entry: BenchEntry, *, today: date) -> BenchRow:
    """A row of an entry that `with_warmth` has loaded."""
    until = entry.consent_until
    return BenchRow(
        entry=entry,
        warmth=warmth_of(entry),
        is_ready=entry.ready_date is None or entry.ready_date <= today,
        late=0 if until and until < today else max((today - entry.next_touch_date).days, 0),
        last_touch_kind=getattr(entry, "last_touch_kind", None) or "",
        consent_left=(until - today).days if until else None,
    )


def depths(viewer: User, *, today: date) -> dict[HiringProfile, Depth]:
    """Depth of each profile that the viewer hires for and that has a goal or somebody on the bench; two queries."""
    found = _by_profile(_counted_for(viewer, today))
    return {
        profile: Depth(**found.get(profile.pk, {}), goal=profile.bench_goal)
        for profile in _hired_for(viewer, today)
        if profile.pk in found or profile.bench_goal
    }


@found_alike
def _hired_for(viewer: User, _: date) -> QuerySet[HiringProfile]:
    return HiringProfile.objects.hired_for_by(viewer).select_related("role_profile")


@found_alike
def _counted_for(viewer: User, today: date) -> QuerySet[BenchEntry, Any]:
    profiles = HiringProfile.objects.hired_for_by(viewer)
    return _counts(BenchEntry.objects.standing().filter(candidacy__profile__in=profiles), today)


def counted(entries: BenchEntryQuerySet, *, today: date) -> dict[int, dict[str, int]]:
    """What `Depth` says of the entries, by the profile that they stand by for; one query, however many they are."""
    return _by_profile(_counts(entries, today))


def _counts(entries: BenchEntryQuerySet, today: date) -> QuerySet[BenchEntry, Any]:
    asked = may_be_contacted(today)
    return (
        with_warmth(entries, on=today)
        .order_by()
        .values(of=F("candidacy__profile_id"))
        .annotate(
            standing=Count("pk"),
            ready=Count("pk", filter=ready_on(today)),
            warm=Count("pk", filter=is_warm(today)),
            late=Count("pk", filter=Q(next_touch_date__lt=today) & asked),
            due=Count("pk", filter=Q(next_touch_date__lt=today + WEEK) & asked),
            without_consent=Count("pk", filter=Q(consent_until__isnull=True) | ~asked),
        )
    )


def _by_profile(rows: Iterable[dict[str, int]]) -> dict[int, dict[str, int]]:
    return {row.pop("of"): row for row in rows}


def ready_on(today: date) -> Q:
    return Q(ready_date__isnull=True) | Q(ready_date__lte=today)
