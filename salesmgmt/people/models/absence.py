"""When a person is away."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import AbsenceKind


class Absence(models.Model):
    """A person is away during `valid`; two absences of one person do not overlap."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    valid = DateRangeField()
    kind = models.CharField(max_length=10, choices=AbsenceKind)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AbsenceKind.values), name="an_absence_kind_is_known"),
            models.CheckConstraint(condition=models.Q(valid__isempty=False), name="an_absence_has_days"),
            ExclusionConstraint(
                name="a_person_is_absent_once_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} away ({self.get_kind_display()})"
