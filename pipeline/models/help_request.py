"""Help with a deal that somebody in the company is asked for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from pipeline.choices import HelpKind, SharedFact
from pipeline.models.deal import Deal
from salesmgmt.accounts.models import User


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def visible_to(self, user: User) -> "HelpRequestQuerySet":
        """To who was asked, and to those who see the deal."""
        return self.filter(Q(helper=user) | Q(deal__in=Deal.objects.visible_to(user).values("pk")))

    def open(self) -> "HelpRequestQuerySet":
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)


class HelpRequest(models.Model):
    """A question about a deal to one person, due on a day: open -> answered by that person, or withdrawn.

    The helper reads the question and the facts that `shared` names, and nothing else of the deal. `domain.help` asks,
    answers and withdraws.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="help_requests")
    kind = models.CharField(max_length=7, choices=HelpKind)
    helper = models.ForeignKey(User, models.PROTECT, related_name="help_asked")
    question = models.TextField(max_length=1000)
    shared = ArrayField(models.CharField(max_length=10, choices=SharedFact), default=list)
    due_date = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["helper", "due_date"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="help_that_is_waited_for",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="help_is_asked_by_a_question"),
            models.CheckConstraint(condition=~Q(helper=F("asked_by")), name="nobody_asks_themselves_for_help"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="answered_help_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="help_is_answered_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.question[:60]}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        if self.answered_at is not None:
            return "answered"
        return "withdrawn" if self.withdrawn_at is not None else "open"
