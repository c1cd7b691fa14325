"""Who decides in somebody's place."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import company_today


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: User) -> "DelegationQuerySet":
        """One's own, as who is away and as who stands in."""
        return self.filter(Q(user=user) | Q(deputy=user))

    def today(self) -> "DelegationQuerySet":
        return self.filter(valid__contains=company_today())


class Delegation(models.Model):
    """`deputy` decides in place of `user` on the days of `valid` (half-open).

    `domain.delegations` opens and ends it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+")
    valid = DateRangeField()

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="a_delegation_has_days"),
            ExclusionConstraint(
                name="a_person_has_one_deputy_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.user}"
