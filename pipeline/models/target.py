"""What somebody is to reach in a period: the only quota, goal and forecast target."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from pipeline.choices import AdjustmentKind, Measure
from pipeline.rules import can_read_pipeline, leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period
from salesmgmt.people.models import Membership, Team
from salesmgmt.people.models.line import IsAnyOf, line_of

_DAYS = Func("start_date", "end_date", RangeBoundary(), function="daterange", output_field=DateRangeField())


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> "TargetQuerySet":
        """One's own targets; for managers those of their line and of the teams that its people are in."""
        if reads_every_deal(user):
            return self
        if not can_read_pipeline(user):
            return self.none()
        if not leads_a_line(user):
            return self.filter(user=user)
        teams = Membership.objects.today().filter(IsAnyOf(F("user_id"), line_of(user))).values("team_id")
        return self.filter(Q(IsAnyOf(F("user_id"), line_of(user))) | Q(team__in=teams))


class Target(models.Model):
    """A person's or a team's target for one measure over the days [start_date, end_date).

    `full_amount` is what a fully ramped person is to reach; adjustments lower it (`queries.targets.effective_target`).
    `domain.targets.set_target` writes it.
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="targets")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="targets")
    measure = models.CharField(max_length=10, choices=Measure)
    start_date = models.DateField()
    end_date = models.DateField()
    full_amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3, blank=True, help_text="Blank where the measure is a count.")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["start_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(team__isnull=True), name="a_target_is_a_persons_or_a_teams"
            ),
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="target_measure_is_known"),
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="a_target_has_days"),
            models.CheckConstraint(condition=Q(full_amount__gt=0), name="a_target_is_positive"),
            models.CheckConstraint(
                condition=Q(measure=Measure.BOOKINGS, currency__regex="^[A-Z]{3}$")
                | (~Q(measure=Measure.BOOKINGS) & Q(currency="")),
                name="a_bookings_target_has_a_currency",
            ),
            ExclusionConstraint(
                name="targets_of_a_person_do_not_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("measure", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(user__isnull=False),
            ),
            ExclusionConstraint(
                name="targets_of_a_team_do_not_overlap",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("measure", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(team__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.team}: {self.get_measure_display()} from {self.start_date}"

    @property
    def period(self) -> Period:
        return Period(self.start_date, self.end_date)


class TargetVersion(models.Model):
    """What a target was in full from an instant on, until the next one: what it was raised or lowered from stays.

    `domain.target_history.keep_amounts` writes it with every act and import that sets a target.
    """

    derived = True

    target = models.ForeignKey(Target, models.CASCADE, related_name="versions", db_index=False)
    valid_from = models.DateTimeField()
    full_amount = models.DecimalField(max_digits=19, decimal_places=4)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["target", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["target", "valid_from"], name="versions_of_a_target_start_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.full_amount} from {self.valid_from}"


class TargetAdjustment(models.Model):
    """A factor `num / den` on a target from a day on, with the reason, who said so and where it came from.

    `domain.targets.adjust_target` adds it; undoing that removes it.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="adjustments", db_index=False)
    kind = models.CharField(max_length=8, choices=AdjustmentKind)
    num = models.PositiveIntegerField()
    den = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    source_ref = models.CharField(max_length=80)
    adjusted_date = models.DateField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AdjustmentKind.values), name="adjustment_kind_is_known"),
            models.CheckConstraint(condition=Q(den__gt=0) & Q(num__lte=F("den")), name="an_adjustment_never_raises"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_adjustment_says_why"),
            models.UniqueConstraint(fields=["target", "kind", "source_ref"], name="an_adjustment_is_made_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.num}/{self.den}"
