"""What is to be done: a step of the playbook, or what people write down to do."""

from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from pipeline.choices import TaskState
from pipeline.models.account import Account, Contact
from pipeline.models.deal import Deal
from pipeline.models.lead import Lead
from pipeline.models.playbook import PlaybookStep
from pipeline.rules import can_read_pipeline, leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import words_index
from salesmgmt.people.models.line import IsAnyOf, line_of

SUBJECTS = ("deal", "account", "contact", "lead")
"""What a task can be for; at most one of them."""
FOR_NOTHING = Q(deal__isnull=True, account__isnull=True, contact__isnull=True, lead__isnull=True)
_FOR_ONE = FOR_NOTHING
for _name in SUBJECTS:
    _FOR_ONE |= Q(**{f"{each}__isnull": each != _name for each in SUBJECTS})
_A_STEP = Q(step__isnull=False, entered_at__isnull=False, deal__isnull=False, made_by__isnull=True, title="")
_WRITTEN = Q(step__isnull=True, entered_at__isnull=True, made_by__isnull=False, made_at__isnull=False) & ~Q(title="")
CALLED = Coalesce(NullIf("title", Value("")), "step__title")
"""What a task is called: its title, or that of its step."""
HELD_BY = Coalesce("user_id", "deal__owner_id")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> "TaskQuerySet":
        """Seen with their deal, account, contact or lead; one for nothing by who is to do it or wrote it, and by the
        managers above who is to do it."""
        if not can_read_pipeline(user):
            return self.none()
        return self.filter(_seen_by(user))

    def to_do_by(self, user: User) -> "TaskQuerySet":
        """Of what one may see that which is one's to do. What is of one's own deal one sees, so that is not asked."""
        if not can_read_pipeline(user):
            return self.none()
        own = Deal.objects.filter(owner=user).order_by().values("pk")
        # of what nobody is given by name, = alone is unknown, so that all that one sees would be read to decide it
        given = Q(user__isnull=False) & Q(user=user)
        return self.filter(Q(user__isnull=True, deal__in=own) | given & _seen_by(user))

    def open(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.OPEN)

    def of_steps(self) -> "TaskQuerySet":
        return self.filter(step__isnull=False)

    def written(self) -> "TaskQuerySet":
        """Those that people wrote down."""
        return self.filter(step__isnull=True)

    def called(self) -> "TaskQuerySet":
        return self.annotate(called=CALLED)


def _seen_by(user: User) -> Q:
    if reads_every_deal(user):
        return Q()
    theirs = IsAnyOf(F("user_id"), line_of(user)) if leads_a_line(user) else Q(user=user)
    seen = FOR_NOTHING & (Q(theirs) | Q(user=user) | Q(made_by=user))
    for name, model in (("deal", Deal), ("account", Account), ("contact", Contact), ("lead", Lead)):
        rows: Any = model._default_manager
        seen |= Q(**{f"{name}__in": rows.visible_to(user).values("pk")})
    return seen


def held(user: int) -> Q:
    """What is somebody's to do: given to them by name, or of their deal and given to nobody."""
    return Q(user=user) | Q(user__isnull=True, deal__owner=user)


class Task(models.Model):
    """Something to do by a day: OPEN -> DONE or SKIPPED by a person, and OPEN again.

    A step of the playbook has its `step`, its deal and the instant at which the deal entered the stage:
    `domain.playbooks.open_tasks` opens those of a stage, once for each time that a deal enters it, and leaves them
    behind (LEFT) where it moves on before. What somebody wrote down has a `title`, `details`, and may be for a deal,
    an account, a contact or a lead: `domain.to_do` adds and edits it. Both are closed, opened again and given there.
    `user` is blank where it is the deal's owner's, whoever that is. `due_time` is by the company's clock.
    """

    title = models.CharField(max_length=200, blank=True, default="", db_default="")
    details = models.TextField(max_length=2_000, blank=True, default="", db_default="")
    step = models.ForeignKey(PlaybookStep, models.PROTECT, null=True, blank=True, related_name="tasks")
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, blank=True, related_name="tasks", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False)
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False)
    entered_at = models.DateTimeField(null=True, blank=True)
    due_date = models.DateField()
    due_time = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=TaskState, default=TaskState.OPEN)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_date", "id"], condition=Q(state=TaskState.OPEN), name="open_tasks_by_due_day"),
            models.Index(fields=["due_date", "id"], name="tasks_by_due_day"),
            models.Index(fields=["user", "due_date"], condition=Q(user__isnull=False), name="tasks_of_a_person"),
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"tasks_for_{said}")
                for name, said in (("account", "an_account"), ("contact", "a_contact"), ("lead", "a_lead"))
            ),
            words_index("title", name="tasks_by_their_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deal", "step", "entered_at"], name="a_step_opens_once_as_a_deal_enters"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False)),
                name="a_closed_task_says_when",
            ),
            models.CheckConstraint(condition=_A_STEP | _WRITTEN, name="a_task_is_a_step_or_has_a_title"),
            models.CheckConstraint(condition=_FOR_ONE, name="a_task_is_for_one_thing_at_most"),
            models.CheckConstraint(condition=Q(user__isnull=False) | Q(deal__isnull=False), name="a_task_is_somebodys"),
            models.CheckConstraint(
                condition=~Q(state=TaskState.LEFT) | Q(step__isnull=False), name="only_a_step_is_left_behind"
            ),
        ]

    def __str__(self) -> str:
        return self.title or (self.step.title if self.step else "")

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def subject(self) -> Deal | Account | Contact | Lead | None:
        """What it is for."""
        return self.deal or self.account or self.contact or self.lead

    @property
    def holder(self) -> User:
        """Who is to do it."""
        found = self.user or (self.deal.owner if self.deal else None)
        assert found is not None, "the database holds that a task is somebody's"
        return found
