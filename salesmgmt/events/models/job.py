"""Long work that outlives the process that does it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.events.choices import JobState
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.registry import job_title, jobs_shown_to

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> "JobQuerySet":
        """The jobs a person asked for, and those that upper floors show them (see `registry.job_visibility`)."""
        return self.filter(Q(requested_by=user) | jobs_shown_to(user))

    def claimable(self) -> "JobQuerySet":
        """Jobs that a worker may take now, by the database's clock: due ones, and those whose worker went silent."""
        now = DatabaseClock()
        return self.filter(Q(state=JobState.QUEUED, due_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now))


class Job(models.Model):
    """One row is one piece of long work, asked for once per `effect_key`.

    States: QUEUED -> RUNNING -> DONE | FAILED, back to QUEUED for another attempt, CANCELLED from QUEUED or RUNNING.
    `domain.jobs` (enqueue, cancel, retry) and `domain.running` (run) move it. While it is RUNNING the worker holds it
    until `lease_until`; whoever takes over raises `attempts`, which shuts the earlier worker out. `reached` is how
    far the work had come when it was last taken: an attempt that got further does not use up `attempts_allowed`.
    """

    kind = models.CharField(max_length=80)
    effect_key = models.CharField(max_length=200, unique=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    due_at = models.DateTimeField(db_default=DatabaseClock())
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    attempts_allowed = models.PositiveIntegerField()
    reached = models.BigIntegerField(default=0)
    progress = models.JSONField(default=dict)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="a_job_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False, started_at__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
                name="a_job_has_a_lease_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, finished_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(finished_at__isnull=True)),
                name="a_job_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE, result__isnull=False)
                | (~Q(state=JobState.DONE) & Q(result__isnull=True)),
                name="a_job_has_a_result_when_done",
            ),
            models.CheckConstraint(
                condition=(Q(state=JobState.FAILED) & ~Q(error="")) | (~Q(state=JobState.FAILED) & Q(error="")),
                name="a_job_says_why_it_failed",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=JobState.QUEUED), name="jobs_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state=JobState.RUNNING), name="jobs_running"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effect_key}"

    @property
    def title(self) -> str:
        """What people call this kind of work; its code where nobody does it any more."""
        return job_title(self.kind)

    @property
    def is_over(self) -> bool:
        return self.state in ENDED

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None while the total is unknown."""
        done, total = self.progress.get("done"), self.progress.get("total")
        return min(100, 100 * done // total) if done is not None and total else None
