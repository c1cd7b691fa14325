"""One person going through one version of a plan, and what the pipeline shows of their ramp."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q

from onboarding.choices import JourneyState, MilestoneKind
from onboarding.models.line import under
from onboarding.models.plan import PlanItem, PlanQuerySet, PlanVersion
from onboarding.rules import leads_a_line, reads_every_journey, reads_status_of_hires
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Office, RoleProfile


class JourneyQuerySet(models.QuerySet["Journey"]):
    def visible_to(self, user: User) -> "JourneyQuerySet":
        """One's own, those of one's line (managers), all (admins). Buddies and IT see their items, not the journey."""
        if reads_every_journey(user):
            return self
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(under(user)) if leads_a_line(user) else self.filter(user=user)

    def of_hires_for(self, user: User) -> "JourneyQuerySet":
        """Those that came from a hire, for people who may know how far their hires are (and nothing else of them)."""
        return self.exclude(hired_from="") if reads_status_of_hires(user) else self.none()

    def open(self) -> "JourneyQuerySet":
        return self.filter(state=JourneyState.OPEN)


class Journey(models.Model):
    """A new hire's way to ramp, with the plan as it was worded when they started; one open per person.

    States: OPEN -> FINISHED when every item is done, or STOPPED. `domain.journeys.start_journey` starts it (by hand, or
    hiring does), `domain.items` ticks. `hired_from` and `origin_ref` say which app's row it came from, if any.
    Due days are working days of the new hire's office.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="journeys")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="journeys")
    role_profile = models.ForeignKey(RoleProfile, models.PROTECT, related_name="journeys")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    start_date = models.DateField()
    buddy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    it_person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    hired_from = models.CharField(max_length=40, blank=True)
    origin_ref = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=JourneyState, default=JourneyState.OPEN)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["start_date", "id"], name="journeys_by_start")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=JourneyState.OPEN), name="a_person_is_on_one_journey_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["hired_from", "origin_ref"],
                condition=~Q(hired_from=""),
                name="a_hire_starts_one_journey",
            ),
            models.CheckConstraint(condition=Q(state__in=JourneyState.values), name="journey_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=JourneyState.OPEN, ended_at__isnull=True)
                | (~Q(state=JourneyState.OPEN) & Q(ended_at__isnull=False)),
                name="a_journey_ends_when_it_is_closed",
            ),
            models.CheckConstraint(
                condition=(Q(hired_from="") & Q(origin_ref="")) | (~Q(hired_from="") & ~Q(origin_ref="")),
                name="a_journey_names_its_origin_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.plan_version}"

    @property
    def is_open(self) -> bool:
        return self.state == JourneyState.OPEN


class JourneyItemQuerySet(models.QuerySet["JourneyItem"]):
    def visible_to(self, user: User) -> "JourneyItemQuerySet":
        """Those of journeys one may see, and those assigned to oneself."""
        journeys = Journey.objects.visible_to(user).filter(pk=OuterRef("journey_id"))
        return self.filter(Q(assignee=user) | Q(Exists(journeys))) if user.is_active else self.none()

    def undone(self) -> "JourneyItemQuerySet":
        return self.filter(done_at__isnull=True)


class JourneyItem(models.Model):
    """An item of the plan for this new hire: who does it, by which day, and when it was done (and by whom).

    `domain.items.tick` and `untick` change it; `domain.items.reassign` hands it to somebody else.
    """

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="items", db_index=False)
    plan_item = models.ForeignKey(PlanItem, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, models.PROTECT, related_name="journey_items")
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = JourneyItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_date", "plan_item__position"]
        indexes = [
            models.Index(
                fields=["assignee", "due_date"], condition=Q(done_at__isnull=True), name="journey_items_to_do"
            ),
            models.Index(fields=["due_date", "id"], name="journey_items_by_due_date"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["journey", "plan_item"], name="a_plan_item_stands_once_in_a_journey"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_done_item_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan_item)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class JourneyMilestoneQuerySet(models.QuerySet["JourneyMilestone"]):
    def visible_to(self, user: User) -> "JourneyMilestoneQuerySet":
        """Those of journeys one may see."""
        return self.filter(Exists(Journey.objects.visible_to(user).filter(pk=OuterRef("journey_id"))))


class JourneyMilestone(models.Model):
    """The first time the pipeline showed something of a new hire; written by the consumer, keyed by what it found."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="milestones", db_index=False)
    kind = models.CharField(max_length=13, choices=MilestoneKind)
    reached_at = models.DateTimeField()
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()

    objects = JourneyMilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["reached_at"]
        constraints = [
            models.UniqueConstraint(fields=["journey", "kind"], name="a_milestone_is_reached_once"),
            models.CheckConstraint(condition=Q(kind__in=MilestoneKind.values), name="a_milestone_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.journey.user}"


class RampDefinition(models.Model):
    """Which milestone counts as ramped for a role profile during `valid` (by the start of the journey).

    Where none is valid, the first won deal is. `domain.ramp.define` changes it.
    """

    role_profile = models.ForeignKey(RoleProfile, models.PROTECT, related_name="ramp_definitions")
    milestone = models.CharField(max_length=13, choices=MilestoneKind)
    valid = DateRangeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(milestone__in=MilestoneKind.values), name="a_ramp_milestone_is_known"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="a_ramp_definition_has_days"),
            ExclusionConstraint(
                name="a_role_profile_ramps_by_one_definition_at_a_time",
                expressions=[("role_profile", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_profile} is ramped at {self.get_milestone_display().lower()}"
