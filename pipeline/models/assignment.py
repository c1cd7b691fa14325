"""Rules that say whose a lead is, the people in them, and the log of what they chose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pipeline.choices import AssignmentMethod
from pipeline.models.campaign import Campaign
from pipeline.models.lead import Lead
from pipeline.models.product import LeadSource
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Team


class SellerCapacity(models.Model):
    """How many leads somebody takes in 30 days once ramped, how far they are, and what they are good at.

    `domain.assignment_rules.set_capacity` writes it. Somebody without a row takes one a day and is ramped. `share_bp`
    is the share of a full capacity that an admin has set; what onboarding measures lowers it further
    (`queries.ramp_shares`).
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="seller_capacity")
    capacity = models.PositiveIntegerField(default=30)
    share_bp = models.PositiveIntegerField(default=10_000)
    skills = ArrayField(models.CharField(max_length=140), default=list, blank=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(share_bp__lte=10_000), name="a_ramp_share_is_at_most_whole")]

    def __str__(self) -> str:
        return f"{self.user}: {self.capacity} in 30 days"


class AssignmentRule(models.Model):
    """The `position`th rule that is asked; what it leaves open fits every lead. With a `team` it is a territory: its
    row are those who are in that team, or in one below it, on the day; without, its seats.

    `domain.assignment_rules` adds and edits it; `domain.assignment.assign_leads` moves its `cursor`, the place in the
    row of whom it chose last.
    """

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    method = models.CharField(max_length=11, choices=AssignmentMethod)
    lead_source = models.ForeignKey(LeadSource, models.PROTECT, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    countries = ArrayField(models.CharField(max_length=60), default=list, db_default=[], blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    least_people = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    cursor = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="an_assignment_rule_has_a_name"),
            models.CheckConstraint(
                condition=Q(method__in=AssignmentMethod.values), name="an_assignment_method_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentSeat(models.Model):
    """Somebody's place in the row of a rule."""

    rule = models.ForeignKey(AssignmentRule, models.CASCADE, related_name="seats", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rule", "place"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "user"], name="a_person_is_once_in_a_rule"),
            models.UniqueConstraint(fields=["rule", "place"], name="a_place_in_a_rule_is_taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.user}"


class AssignmentLog(models.Model):
    """What the rules made of a lead at an instant; written once by `domain.assignment.assign_leads`.

    `tried` holds each rule that fitted, its cursor, what was wanted, and the numbers of everybody considered: choosing
    again from them gives the same person. `chosen` is None where no rule found anybody.
    """

    derived = True

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="assignments")
    rule = models.ForeignKey(AssignmentRule, models.PROTECT, null=True, blank=True, related_name="+")
    chosen = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    why = models.CharField(max_length=100)
    tried = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["chosen", "at"], name="assignments_of_a_person")]

    def __str__(self) -> str:
        return f"{self.lead}: {self.chosen or 'nobody'}"
