"""What happened, one row a fact."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from salesmgmt.events.fields import CurrentEpoch, CurrentTransaction, TransactionNumberField
from salesmgmt.events.validators import KIND_PATTERN


class EventsAfter(models.Func):
    """Whether an event stands behind a place (epoch, tx, id) in the order of the log, as one index condition."""

    template = "((events_event.epoch, events_event.tx, events_event.id) > (%(expressions)s))"
    arity = 3
    output_field = models.BooleanField()


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, subject: models.Model) -> "EventQuerySet":
        """Everything that happened to one row, the oldest first."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk).order_by("id")

    def after(self, *, epoch: int, tx: int, event_id: int) -> "EventQuerySet":
        """The events behind a place, in the order in which consumers read."""
        place = (
            models.Value(epoch),
            models.Value(tx, output_field=TransactionNumberField()),
            models.Value(event_id),
        )
        return self.filter(EventsAfter(*place)).order_by("epoch", "tx", "id")


class Event(models.Model):
    """One row is one fact: `kind` happened to the subject at `happened_at`, done by `actor` (nobody: the system).

    Only `events.domain.append` writes it. A trigger refuses every change and deletion; it yields only to
    `events.domain.erase_subject`, which empties payloads and leaves an event of its own. The payload holds ids, codes,
    numbers and instants. `epoch` and `tx` come from the database and make the log readable without gaps.
    """

    epoch = models.IntegerField(db_default=CurrentEpoch(), editable=False)
    tx = TransactionNumberField(db_default=CurrentTransaction(), editable=False)
    kind = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    payload = models.JSONField(default=dict)

    append_only = True  # also for the product's database role: events.domain.app_role

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__regex=KIND_PATTERN), name="an_event_kind_reads_noun_dot_past_tense"
            ),
        ]
        indexes = [
            models.Index(fields=["epoch", "tx", "id"], name="events_in_reading_order"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="events_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"
