"""The success model: what to do in a stage, and that as dated tasks of a deal."""

from django.db import models
from django.db.models import Q

from pipeline.choices import TaskState
from pipeline.models.deal import Deal
from pipeline.models.process import Stage
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User


class PlaybookStep(models.Model):
    """What winners do in a stage, why, with which material, and how one knows that it is done.

    `domain.drafts` adds, edits and removes it while its process version is a draft; a published one stays as it is.
    `helps` is the code of the qualification item that the step finds out.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    why = models.CharField(max_length=300, blank=True)
    material = models.CharField(max_length=500, blank=True, help_text="A text, or the address of it.")
    check_text = models.CharField(max_length=200, blank=True, help_text="How one knows that it is done.")
    helps = models.SlugField(max_length=40, blank=True, db_default="", db_index=False, help_text="What it finds out.")
    due_days = models.PositiveSmallIntegerField(default=3, help_text="Days after the deal enters the stage.")

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="a_playbook_step_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_link(self) -> bool:
        return self.material.startswith(("https://", "http://")) and " " not in self.material


class DealTaskQuerySet(models.QuerySet["DealTask"]):
    def visible_to(self, user: User) -> "DealTaskQuerySet":
        """Seen with their deal."""
        return self.filter(deal__in=Deal.objects.visible_to(user).values("pk"))

    def open(self) -> "DealTaskQuerySet":
        return self.filter(state=TaskState.OPEN)


class DealTask(models.Model):
    """A step of the playbook to do for a deal, by its owner: OPEN -> DONE or SKIPPED by a person, LEFT where the deal
    left the stage before.

    `domain.playbooks.open_tasks` opens those of a stage as a deal enters it (at `entered_at`, once for each time),
    `domain.deal_tasks` closes them.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="tasks", db_index=False)
    step = models.ForeignKey(PlaybookStep, models.PROTECT, related_name="tasks")
    entered_at = models.DateTimeField()
    due_date = models.DateField()
    state = models.CharField(max_length=7, choices=TaskState, default=TaskState.OPEN)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DealTaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_date"], condition=Q(state=TaskState.OPEN), name="open_deal_tasks_by_due_day")
        ]
        constraints = [
            models.UniqueConstraint(fields=["deal", "step", "entered_at"], name="a_step_opens_once_as_a_deal_enters"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="deal_task_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False)),
                name="a_closed_deal_task_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.step.title
