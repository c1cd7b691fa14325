"""Who is paid by which plan version, from when to when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from compensation.models.plan import PlanVersion
from compensation.models.readable import PayQuerySet
from salesmgmt.accounts.models import User


class Assignment(models.Model):
    """A person is paid by a plan version during `valid` (half-open days), one at a time (exclusion constraint).

    `ote_amount` is what a year at quota comes to, `variable_bp` the share of it that varies, in basis points. The
    quota is not here: it is the person's pipeline.Target. `domain.assignments` writes it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="plan_assignments")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="assignments")
    valid = DateRangeField()
    ote_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    variable_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = PayQuerySet.as_manager()

    class Meta:
        ordering = ["user", "valid"]
        constraints = [
            ExclusionConstraint(
                name="a_person_has_one_plan_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="an_assignment_has_days"),
            models.CheckConstraint(condition=Q(valid__startswith__isnull=False), name="an_assignment_has_a_first_day"),
            models.CheckConstraint(
                condition=Q(ote_amount__isnull=True) | Q(ote_amount__gt=0), name="an_ote_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(variable_bp__isnull=True) | Q(variable_bp__range=(0, 10_000)),
                name="a_pay_mix_is_0_to_10000_bp",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.plan_version}"

    @property
    def currency(self) -> str:
        return self.plan_version.terms.currency
