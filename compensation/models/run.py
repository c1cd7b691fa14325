"""Calculations of pay for a period."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q

from compensation.choices import RunState, UnpaidReason
from compensation.models.readable import PayQuerySet
from compensation.rules import can_read_runs
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period
from salesmgmt.events.models import Job

CLOSE_APPROVAL = "compensation.close_run"
_DAYS = Func("start_date", "end_date", RangeBoundary(), function="daterange", output_field=DateRangeField())


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: User) -> "RunQuerySet":
        return self if can_read_runs(user) else self.none()

    def drafts(self) -> "RunQuerySet":
        return self.filter(state=RunState.DRAFT)

    def kept(self) -> "RunQuerySet":
        """All that pay or may come to pay."""
        return self.exclude(state=RunState.REMOVED)


class Run(models.Model):
    """The pay of everybody on a plan for the days [start_date, end_date); no day is in two runs that are kept.

    States: DRAFT -> FINAL or REMOVED. `domain.runs.start_run` makes it and has it calculated, as often as needed while
    it is a draft: each time raises `calculation`, `job` does the work, and `calculated_at` is blank until it has.
    `stale` says that deals, targets or plans of the period have changed since; what the log says below (`known_epoch`,
    `known_tx`) was written before the calculation was asked for, so it is in it. `domain.runs.finalize_run` closes
    it: from then on its credits, statements and lines are append-only (triggers), and `seal` is the digest of the
    seals of its statements. `domain.runs.remove_run` throws away what a draft holds; the row stays and says by whom,
    when and why, and takes nothing any more (triggers).
    """

    name = models.CharField(max_length=40)
    start_date = models.DateField()
    end_date = models.DateField()
    state = models.CharField(max_length=7, choices=RunState, default=RunState.DRAFT)
    calculation = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="+")
    stale = models.BooleanField(default=False)
    known_epoch = models.PositiveIntegerField(db_default=0)
    known_tx = models.PositiveBigIntegerField(db_default=0)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    calculated_at = models.DateTimeField(null=True, blank=True)
    finalized_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finalized_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    remove_reason = models.CharField(max_length=200, blank=True, db_default="")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date"]
        constraints = [
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="a_run_has_days"),
            models.CheckConstraint(
                condition=(~Q(state=RunState.FINAL) & Q(finalized_at__isnull=True, finalized_by__isnull=True))
                | Q(state=RunState.FINAL, finalized_at__isnull=False, finalized_by__isnull=False),
                name="a_final_run_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.FINAL) | Q(calculated_at__isnull=False, stale=False),
                name="a_final_run_is_calculated_and_not_stale",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.REMOVED, removed_at__isnull=False, removed_by__isnull=False, stale=False)
                & ~Q(remove_reason="")
                | ~Q(state=RunState.REMOVED) & Q(removed_at__isnull=True, removed_by__isnull=True, remove_reason=""),
                name="a_removed_run_says_by_whom_when_and_why",
            ),
            ExclusionConstraint(
                name="no_day_is_in_two_runs",
                expressions=[(_DAYS, RangeOperators.OVERLAPS)],
                condition=~Q(state=RunState.REMOVED),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.start_date, self.end_date)

    @property
    def days(self) -> DateRange:
        return DateRange(self.start_date, self.end_date)

    @property
    def is_final(self) -> bool:
        return self.state == RunState.FINAL

    @property
    def is_removed(self) -> bool:
        return self.state == RunState.REMOVED

    @property
    def is_calculating(self) -> bool:
        return self.job is not None and not self.job.is_over


class Unpaid(models.Model):
    """Something that a run could not pay, and the sentence that says why and what to do. Rewritten with the run."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="unpaid")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=UnpaidReason)
    message = models.TextField()

    objects = PayQuerySet.as_manager()

    class Meta:
        ordering = ["run", "user", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=UnpaidReason.values), name="unpaid_reason_is_known")
        ]

    def __str__(self) -> str:
        return self.message
