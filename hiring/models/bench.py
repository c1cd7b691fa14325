"""The bench: people judged ready and kept warm, and the touches that keep them so."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from hiring.choices import Tier, TouchKind
from hiring.models.candidacy import Candidacy
from hiring.models.profile import HiringProfile
from hiring.models.readable import HiringSetupQuerySet
from hiring.rules import can_read_hiring, hires, reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import SearchText
from salesmgmt.people.models.line import IsAnyOf


class TouchCadence(models.Model):
    """How often people of a tier hear from us, in days; `domain.cadences.set_cadence` changes it."""

    tier = models.CharField(max_length=1, choices=Tier, unique=True)
    days = models.PositiveSmallIntegerField()

    objects = HiringSetupQuerySet.as_manager()

    class Meta:
        ordering = ["tier"]
        verbose_name_plural = "touch cadences"
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="a_cadence_tier_is_known"),
            models.CheckConstraint(condition=Q(days__range=(1, 365)), name="a_cadence_is_1_to_365_days"),
        ]

    def __str__(self) -> str:
        return f"{self.tier}: every {self.days} days"


def may_be_contacted(on: date | F) -> Q:
    """Whose consent has not ended by a day; none noted is none that ended."""
    return Q(consent_until__isnull=True) | Q(consent_until__gte=on)


class BenchEntryQuerySet(models.QuerySet["BenchEntry"]):
    def visible_to(self, user: User) -> "BenchEntryQuerySet":
        """Entries are seen with their candidacy."""
        return self.filter(candidacy__in=Candidacy.objects.visible_to(user).values("pk"))

    def counted_for(self, user: User) -> "BenchEntryQuerySet":
        """Those of `visible_to`, said for counting many."""
        from hiring.models.interview import candidacies_sat_with

        if reads_every_candidate(user):
            return self
        if not can_read_hiring(user):
            return self.none()
        seen = Q(IsAnyOf(F("candidacy_id"), candidacies_sat_with(user)))
        if hires(user):
            seen = Q(candidacy__profile__in=HiringProfile.objects.hired_for_by(user).values("pk")) | seen
        return self.filter(seen)

    def standing(self) -> "BenchEntryQuerySet":
        return self.filter(left_at__isnull=True)


class BenchEntry(models.Model):
    """A candidacy stands on the bench from `put_at` until `left_at`; one at a time.

    `domain.bench.put_on_bench`, `take_off_bench`, `change_tier`, `snooze`, `put_entry_back`, `set_dates` and
    `hand_over` change it;
    `domain.touches.log_touch` moves `next_touch_date` on by the tier's cadence. `ready_date` blank means ready now.
    """

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="bench_entries")
    tier = models.CharField(max_length=1, choices=Tier)
    owner = models.ForeignKey(User, models.PROTECT, related_name="bench", db_index=False)
    put_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    leave_reason = models.CharField(max_length=200, blank=True)
    ready_date = models.DateField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    next_touch_date = models.DateField()
    last_touch_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BenchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bench entries"
        indexes = [
            models.Index(
                fields=["next_touch_date", "id"], condition=Q(left_at__isnull=True), name="bench_by_next_touch"
            ),
            models.Index(fields=["owner", "next_touch_date"], name="bench_of_an_owner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(left_at__isnull=True), name="a_candidacy_stands_on_the_bench_once"
            ),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="a_bench_tier_is_known"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gt=models.F("put_at")), name="a_bench_entry_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy.candidate} on the bench, tier {self.tier}"


class TouchQuerySet(models.QuerySet["Touch"]):
    def visible_to(self, user: User) -> "TouchQuerySet":
        return self.filter(entry__in=BenchEntry.objects.visible_to(user).values("pk"))


class Touch(models.Model):
    """A contact that kept somebody warm. It happened; `domain.touches.log_touch` writes it once.

    `due_date` is the day on which the touch that it answered was due: touches on time are judged by it. Blank for one
    that answered none: a second one on the same day, or one logged later about an earlier day.
    """

    entry = models.ForeignKey(BenchEntry, models.CASCADE, related_name="touches", db_index=False)
    kind = models.CharField(max_length=7, choices=TouchKind)
    user = models.ForeignKey(User, models.PROTECT, related_name="touches")
    happened_at = models.DateTimeField()
    due_date = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        verbose_name_plural = "touches"
        indexes = [
            models.Index(fields=["entry", "-happened_at"], name="touches_of_an_entry"),
            GinIndex(SearchText("note"), name="touches_by_their_words"),
        ]
        constraints = [models.CheckConstraint(condition=Q(kind__in=TouchKind.values), name="touch_kind_is_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.user}"
