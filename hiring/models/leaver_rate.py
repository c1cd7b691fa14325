"""What a manager expects of leavers where history does not say it, or says it wrongly."""

from django.db import models
from django.db.models import Q

from hiring.models.profile import HiringProfile
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Team


class LeaverRateQuerySet(models.QuerySet["LeaverRate"]):
    def visible_to(self, user: User) -> "LeaverRateQuerySet":
        """Those of profiles that one hires for."""
        return self.filter(profile__in=HiringProfile.objects.hired_for_by(user).values("pk"))


class LeaverRate(models.Model):
    """Leavers per place and year that the bench of a profile in a team is measured with, instead of what history says,
    and why. `domain.leaver_rates.note_leaver_rate` writes it, `go_by_history` takes it away.
    """

    profile = models.ForeignKey(HiringProfile, models.CASCADE, related_name="leaver_rates", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    yearly_rate = models.DecimalField(max_digits=5, decimal_places=4, help_text="0.25: one place in four a year.")
    note = models.CharField(max_length=300, help_text="Why history does not say it.")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = LeaverRateQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "team"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "team"], name="one_leaver_rate_for_a_profile_and_team"),
            models.CheckConstraint(condition=Q(yearly_rate__range=(0, 2)), name="a_leaver_rate_is_0_to_2_a_year"),
            models.CheckConstraint(condition=~Q(note=""), name="a_leaver_rate_says_why"),
        ]

    def __str__(self) -> str:
        return f"Leavers as {self.profile} in {self.team}"
