"""Who belongs where, under whom, from when to when."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import DateField, F, Func, Q, Value
from django.db.models.functions import Coalesce

from salesmgmt.accounts.models import User
from salesmgmt.people.models.calendar import Office
from salesmgmt.people.models.line import IsAnyOf, company_today, line_of
from salesmgmt.people.models.role_profile import RoleProfile
from salesmgmt.people.models.team import Team


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        return self.filter(valid__contains=day)

    def today(self) -> "MembershipQuerySet":
        return self.filter(valid__contains=company_today())

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """Admins see everyone; everybody else the people of their own line, themselves included."""
        from salesmgmt.people.rules import sees_everyone

        if sees_everyone(user):
            return self
        return self.filter(IsAnyOf(F("user_id"), line_of(user)))


def _day(template: str, without: date) -> Coalesce:
    said = Func(F("valid"), template=template, output_field=DateField())
    return Coalesce(said, Value(without, output_field=DateField()))


class Membership(models.Model):
    """One person's place in one team during `valid` (half-open days; an imported row may not know its first day).

    One at a time per person (exclusion constraint); the manager line has no cycle on any day (trigger).
    `domain.members.move_member` ends one row and opens the next. `first_day` and `last_day` say `valid` once more, both
    its own and never null, for joins that hold the day of each of many facts against it: two days are compared in a
    fraction of the time that a range takes.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    manager = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reports")
    role_profile = models.ForeignKey(RoleProfile, models.PROTECT, null=True, blank=True, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="memberships")
    valid = DateRangeField()
    first_day = models.GeneratedField(
        expression=_day("lower(%(expressions)s)", date.min), output_field=DateField(), db_persist=True
    )
    last_day = models.GeneratedField(
        expression=_day("upper(%(expressions)s) - 1", date.max), output_field=DateField(), db_persist=True
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_person_has_one_membership_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~Q(manager=F("user")), name="nobody_manages_themselves"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="a_membership_has_days"),
        ]
        indexes = [GistIndex(F("team"), F("valid"), name="membership_of_team")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"

    @property
    def since(self) -> date | None:
        return self.valid.lower

    @property
    def until(self) -> date | None:
        """The first day that no longer belongs to it; None while it is open."""
        return self.valid.upper
