"""Onboarding plans, their versions and items."""

from typing import Any

from django.db import models
from django.db.models import Q

from onboarding.choices import Relation
from onboarding.rules import can_read_plans
from salesmgmt.accounts.models import User
from salesmgmt.people.models import RoleProfile


class PlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "PlanQuerySet":
        """All to those who may start journeys, none to others; a new hire reads the items of their own journey."""
        return self if can_read_plans(user) else self.none()


class Plan(models.Model):
    """How new hires are brought up to speed, for one role profile or (none named) for any."""

    name = models.CharField(max_length=100, unique=True)
    role_profile = models.ForeignKey(
        RoleProfile, models.PROTECT, null=True, blank=True, related_name="onboarding_plans"
    )
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_onboarding_plan_has_a_name")]

    def __str__(self) -> str:
        return self.name


class PlanVersionQuerySet(PlanQuerySet):
    def published(self) -> "PlanVersionQuerySet":
        return self.filter(published_at__isnull=False)


class PlanVersion(models.Model):
    """One wording of a plan: a draft until `published_at`, then a trigger keeps it and its items as they are.

    `domain.plans` drafts, edits and publishes it. New journeys take the highest published number. `version` rises with
    every change of a draft, also of its items.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="an_onboarding_version_number_stands_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(published_at__isnull=True),
                name="an_onboarding_plan_has_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class PlanItem(models.Model):
    """Something to be done, by whom and on which working day: 1 is the first day, 0 and below are before the start."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    why = models.TextField(blank=True, help_text="What it is good for, in the words the new hire reads.")
    material_url = models.URLField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    working_day = models.SmallIntegerField()
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.NEW_HIRE)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["version", "working_day", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="a_plan_item_position_is_taken_once"),
            models.CheckConstraint(condition=~Q(title=""), name="a_plan_item_has_a_title"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="a_plan_item_relation_is_known"),
            models.CheckConstraint(
                condition=Q(working_day__range=(-30, 260)), name="a_plan_item_is_due_within_a_working_year"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 2400)),
                name="a_plan_item_takes_1_to_2400_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.title
