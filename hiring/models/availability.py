"""When interviewers can be booked, and how often."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from salesmgmt.accounts.models import User

PER_DAY, PER_WEEK = 4, 12
"""How many interviews somebody takes who has said nothing."""


class OwnRows(models.QuerySet[models.Model]):
    def visible_to(self, user: User) -> "OwnRows":
        return self.filter(user=user)


class InterviewHours(models.Model):
    """How much one person interviews: at most `per_day` and `per_week`, in their zone.

    With `own_windows` they are booked in their windows only, else in the hours of their office. Without a row the usual
    numbers hold. `domain.availability.set_availability` writes it.
    """

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="interview_hours")
    own_windows = models.BooleanField(default=False)
    per_day = models.PositiveSmallIntegerField(default=PER_DAY)
    per_week = models.PositiveSmallIntegerField(default=PER_WEEK)

    objects = OwnRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(per_day__range=(1, 20)), name="interviews_a_day_are_1_to_20"),
            models.CheckConstraint(condition=Q(per_week__range=(1, 60)), name="interviews_a_week_are_1_to_60"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.per_day} a day, {self.per_week} a week"


class AvailabilityWindow(models.Model):
    """A time of the week in which somebody can be booked, in minutes of the day of their zone."""

    user = models.ForeignKey(User, models.PROTECT, related_name="availability_windows", db_index=False)
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    objects = OwnRows.as_manager()

    class Meta:
        ordering = ["user", "weekday", "from_minute"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="a_window_is_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("to_minute"), to_minute__lte=1440), name="a_window_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="windows_of_a_person_do_not_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_minute"),
                            F("to_minute"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on day {self.weekday}"
