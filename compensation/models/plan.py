"""Pay plans and their versions."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q

from compensation.engine import plan as terms
from compensation.engine.reading import read_plan
from compensation.rules import reads_all_pay
from salesmgmt.accounts.models import User

PUBLISH_APPROVAL = "compensation.publish_plan"


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> "PlanQuerySet":
        """All for those who read all pay; everybody else the plans that assignments they may see are on."""
        from compensation.models.assignment import Assignment

        if reads_all_pay(user):
            return self
        mine = Assignment.objects.visible_to(user).filter(plan_version__plan=OuterRef("pk"))
        return self.filter(Exists(mine))


class Plan(models.Model):
    """What a job is paid by, such as “Enterprise AE 2017”; its terms stand in its versions. `domain.plans` makes it."""

    name = models.CharField(max_length=100, unique=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="a_plan_has_a_name")]

    def __str__(self) -> str:
        return self.name


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: User) -> "PlanVersionQuerySet":
        from compensation.models.assignment import Assignment

        if reads_all_pay(user):
            return self
        return self.filter(Exists(Assignment.objects.visible_to(user).filter(plan_version=OuterRef("pk"))))

    def published(self) -> "PlanVersionQuerySet":
        return self.filter(published_at__isnull=False)


class PlanVersion(models.Model):
    """One wording of a plan. `document` is what `compensation.engine` pays by, `sha256` its digest.

    States: draft -> published, by `domain.publishing.publish_plan_version`. A published version never changes
    (trigger), but for the last day of `valid`, which its successor sets. `domain.plans` writes drafts; a plan has at
    most one.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    valid = DateRangeField(help_text="The days that it may be paid by, half-open.")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1, help_text="Rises while the wording is a draft.")

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="a_plan_version_number_stands_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(published_at__isnull=True), name="a_plan_has_one_draft_version"
            ),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="a_plan_version_has_a_digest"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="a_plan_version_has_days"),
            models.CheckConstraint(condition=Q(valid__startswith__isnull=False), name="a_plan_version_has_a_first_day"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="a_published_plan_version_says_by_whom",
            ),
            ExclusionConstraint(
                name="published_versions_of_a_plan_do_not_overlap",
                expressions=[("plan", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def terms(self) -> terms.Plan:
        return read_plan(self.document)
