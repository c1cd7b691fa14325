"""What a stage does by itself as a deal enters or leaves it, and what became of that for a deal."""

from django.db import models
from django.db.models import Q

from pipeline.choices import ActionKind, ActionMoment, ActionWhom
from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.playbook import PlaybookStep
from pipeline.models.process import Stage
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.outbox.models import WebhookEndpoint

_SAYS = (
    Q(kind=ActionKind.TASK, step__isnull=False, whom="", message="", webhook__isnull=True)
    | Q(kind=ActionKind.NOTIFY, step__isnull=True, webhook__isnull=True) & ~Q(message="") & ~Q(whom="")
    | Q(kind__in=[ActionKind.FOLLOW, ActionKind.GIVE], step__isnull=True, message="", webhook__isnull=True)
    & Q(whom__in=[ActionWhom.MANAGER, ActionWhom.PERSON])
    | Q(kind=ActionKind.WEBHOOK, webhook__isnull=False, step__isnull=True, whom="", message="")
)
_NAMES_A_PERSON = Q(whom=ActionWhom.PERSON, person__isnull=False) | ~Q(whom=ActionWhom.PERSON) & Q(person__isnull=True)


class StageAction(models.Model):
    """Something that happens by itself when a deal enters a stage or leaves it.

    `domain.draft_actions` adds, edits and removes it while its process version is a draft; a published one stays.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=5, choices=ActionMoment)
    kind = models.CharField(max_length=7, choices=ActionKind)
    step = models.ForeignKey(PlaybookStep, models.CASCADE, null=True, blank=True, related_name="opened_by")
    whom = models.CharField(max_length=7, choices=ActionWhom, blank=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.CharField(max_length=200, blank=True)
    webhook = models.ForeignKey(WebhookEndpoint, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "moment", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=_SAYS, name="a_stage_action_says_what_it_does"),
            models.CheckConstraint(condition=_NAMES_A_PERSON, name="a_stage_action_names_the_one_person"),
            models.CheckConstraint(condition=Q(moment__in=ActionMoment.values), name="a_stage_action_has_its_moment"),
        ]

    def __str__(self) -> str:
        return self.does

    @property
    def does(self) -> str:
        """What it does, as one says it."""
        match self.kind:
            case ActionKind.TASK:
                return f"Open “{self.step}”"
            case ActionKind.NOTIFY:
                return f"Tell {self.whom_said}: {self.message}"
            case ActionKind.FOLLOW:
                return f"Let {self.whom_said} follow it"
            case ActionKind.WEBHOOK:
                return f"Send a webhook to {self.webhook}"
        return f"Give it to {self.whom_said}"

    @property
    def whom_said(self) -> str:
        return str(self.person) if self.person_id else self.get_whom_display().lower()


class DealAction(models.Model):
    """An action of a stage for one deal, which entered or left the stage at `happened_at`. Its job says how far it is.

    `domain.stage_actions.ask_actions` writes it in the move's transaction, `perform` does it, and undoing the move
    calls off what still waits.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="actions", db_index=False)
    action = models.ForeignKey(StageAction, models.PROTECT, related_name="done_for")
    happened_at = models.DateTimeField()
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")

    objects = OfDealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "action", "happened_at"], name="a_stage_acts_once_as_a_deal_comes_or_goes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} for {self.deal}"

    @property
    def state(self) -> str:
        """`waiting`, `done`, `failed` or `called off`."""
        ended = {JobState.DONE: "done", JobState.FAILED: "failed", JobState.CANCELLED: "called off"}
        return ended.get(JobState(self.job.state), "waiting")

    @property
    def says(self) -> str:
        """What it did, or why it did not; empty while it waits."""
        return self.job.error or (self.job.result or {}).get("did", "")
