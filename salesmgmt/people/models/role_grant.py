"""What a person is allowed to be."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.models.line import company_today
from salesmgmt.people.models.team import Team


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def today(self) -> "RoleGrantQuerySet":
        return self.filter(valid__contains=company_today())

    def visible_to(self, user: User) -> "RoleGrantQuerySet":
        """Admins see all grants, everybody else their own."""
        from salesmgmt.people.rules import sees_everyone

        return self if sees_everyone(user) else self.filter(user=user)


class RoleGrant(models.Model):
    """A role that a person holds during `valid`, everywhere or for one team; many at a time.

    `domain.roles.grant_role` opens it and `revoke_role` ends it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=12, choices=Role)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="role_grants")
    valid = DateRangeField()

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="a_granted_role_is_known"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="a_role_grant_has_days"),
            models.CheckConstraint(condition=Q(valid__startswith__isnull=False), name="a_role_grant_has_a_first_day"),
            ExclusionConstraint(
                name="a_role_is_granted_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("team_id", 0, output_field=models.BigIntegerField()), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
