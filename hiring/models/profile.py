"""How a role profile is hired for: its page for applicants, its stages, and who hires."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hiring.choices import HiringStageKind
from hiring.models.readable import HiringSetupQuerySet
from hiring.rules import hires, reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import Folded
from salesmgmt.people.models import RoleProfile
from salesmgmt.people.models.line import IsAnyOf, line_of


class HiringProfileQuerySet(HiringSetupQuerySet):
    def in_use(self) -> "HiringProfileQuerySet":
        """Those whose role profile is not retired."""
        return self.filter(role_profile__retired_at__isnull=True)

    def hired_for_by(self, user: User) -> "HiringProfileQuerySet":
        """The profiles whose candidates a person works with: all for recruiters and admins, for managers those that
        they or people below them hire for."""
        if reads_every_candidate(user):
            return self
        if not hires(user):
            return self.none()
        return self.hired_for_in_line_of(user)

    def hired_for_in_line_of(self, user: User) -> "HiringProfileQuerySet":
        """The profiles that a person, or people below them, hire for."""
        return self.filter(Exists(Hirer.objects.filter(IsAnyOf(F("user_id"), line_of(user)), profile=OuterRef("pk"))))


class HiringProfile(models.Model):
    """How one role profile is hired for, with or without an opening; `domain.profiles.set_up` makes
    it with the standard stages, `edit` changes it.

    `bench_goal` is how many ready people should stand by. With `takes_applications` the public form at
    /apply/<code of the role profile>/ is open; `pitch` is what it tells applicants.
    """

    role_profile = models.OneToOneField(RoleProfile, models.PROTECT, related_name="hiring")
    bench_goal = models.PositiveSmallIntegerField(default=0)
    takes_applications = models.BooleanField(default=False)
    pitch = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = HiringProfileQuerySet.as_manager()

    class Meta:
        ordering = ["role_profile__name"]
        constraints = [
            models.CheckConstraint(condition=Q(bench_goal__lte=1000), name="a_bench_goal_is_at_most_1000"),
        ]

    def __str__(self) -> str:
        return self.role_profile.name


class HiringStageQuerySet(HiringSetupQuerySet):
    def in_use(self) -> "HiringStageQuerySet":
        return self.filter(retired_at__isnull=True)


class HiringStage(models.Model):
    """A step that candidates for a profile go through, in the order of `position`.

    A stage that is no longer used is retired, not deleted: histories name it. `domain.profiles` adds, edits, orders and
    retires them, and brings them back.
    """

    profile = models.ForeignKey(HiringProfile, models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=11, choices=HiringStageKind, default=HiringStageKind.INTERVIEW)
    normal_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Days that are normal in it.")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = HiringStageQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "position"],
                condition=Q(retired_at__isnull=True),
                name="a_hiring_stage_position_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["profile", "name"],
                condition=Q(retired_at__isnull=True),
                name="a_hiring_stage_name_is_taken_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=HiringStageKind.values), name="hiring_stage_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="a_hiring_stage_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Hirer(models.Model):
    """A manager who hires for a profile: they and everybody above them see its candidates."""

    profile = models.ForeignKey(HiringProfile, models.CASCADE, related_name="hirers", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="hires_for")

    objects = HiringSetupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "user"], name="somebody_hires_for_a_profile_once")]
        ordering = [Folded("user__name").asc()]

    def __str__(self) -> str:
        return f"{self.user} hires for {self.profile}"
