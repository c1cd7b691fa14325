"""Kinds of job and what they take: hiring, onboarding and pay hang on them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from salesmgmt.people.models.line import company_today
from salesmgmt.people.models.open_rows import OpenRows, RetirableRows


class Competency(models.Model):
    """Something a person can be good at; the one row for interview ratings and for readiness. `domain.role_profiles`
    creates and renames it, `domain.retiring` retires it and brings it back; a retired one counts for no profile.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RetirableRows.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "competencies"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="a_competency_has_a_name")]

    def __str__(self) -> str:
        return self.name


class RoleProfile(models.Model):
    """A kind of job, such as “Enterprise AE”, company-wide. `domain.role_profiles` creates and renames it,
    `domain.retiring` retires it and brings it back; nobody has a retired one, starts in it or runs for it.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    retired_at = models.DateTimeField(null=True, blank=True)
    competencies = models.ManyToManyField(Competency, through="ProfileCompetency", related_name="role_profiles")

    objects = RetirableRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="a_role_profile_has_a_name")]

    def __str__(self) -> str:
        return self.name


class ProfileCompetencyQuerySet(OpenRows):
    def today(self) -> "ProfileCompetencyQuerySet":
        return self.filter(valid__contains=company_today())


class ProfileCompetency(models.Model):
    """How much a competency counts for a role profile during `valid`; `domain.role_profiles.weigh` changes it."""

    profile = models.ForeignKey(RoleProfile, models.CASCADE)
    competency = models.ForeignKey(Competency, models.PROTECT)
    weight = models.PositiveSmallIntegerField()
    valid = DateRangeField()

    objects = ProfileCompetencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__range=(1, 100)), name="a_competency_weight_is_1_to_100"),
            models.CheckConstraint(condition=models.Q(valid__isempty=False), name="a_profile_competency_has_days"),
            ExclusionConstraint(
                name="a_competency_weighs_once_at_a_time",
                expressions=[
                    ("profile", RangeOperators.EQUAL),
                    ("competency", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} weighs {self.weight} for {self.profile}"
