"""What is to be told to which program, and how each attempt went."""

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Event
from salesmgmt.outbox.choices import DeliveryState, WebhookProblem
from salesmgmt.outbox.models.webhook import WebhookEndpoint


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def visible_to(self, user: User) -> "WebhookDeliveryQuerySet":
        """Seen with their endpoint."""
        return self.filter(endpoint__in=WebhookEndpoint.objects.visible_to(user).values("pk"))

    def due(self) -> "WebhookDeliveryQuerySet":
        return self.filter(state=DeliveryState.WAITING, next_at__lte=DatabaseClock())


class WebhookDelivery(models.Model):
    """One event for one endpoint, once. It holds no body: that is made of the event whenever it is sent or shown, so
    what the log forgets is not kept here.

    `domain.delivering.write_deliveries` makes it, `send_next` moves it: WAITING -> DELIVERED, LEFT_OUT (the row is not,
    or no longer, seen) or GIVEN_UP (after `attempts_allowed`); `domain.webhooks.redeliver` lets it wait again.
    `attempts` only rises: it shuts out a worker whose lease ran out.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries", db_index=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    attempts_allowed = models.PositiveIntegerField()
    next_at = models.DateTimeField(db_default=DatabaseClock())
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="a_webhook_is_told_of_an_event_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="a_delivery_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, ended_at__isnull=True)
                | (~Q(state=DeliveryState.WAITING) & Q(ended_at__isnull=False)),
                name="a_delivery_says_when_it_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at", "id"],
                condition=Q(state=DeliveryState.WAITING),
                name="deliveries_waiting",
            ),
            models.Index(fields=["created_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event.kind} to {self.endpoint}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, and of no other event: after a restore numbers begin again, in a later epoch."""
        return f"msg_{self.event.epoch}-{self.event_id}-{self.endpoint_id}"


class WebhookAttempt(models.Model):
    """One try: what was answered, or what went wrong, in a word. `domain.delivering` adds it.

    A worker that is killed while it waits for an answer leaves none; its number is then missing.
    """

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="tries", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=11, choices=WebhookProblem, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="an_attempt_is_counted_once"),
            models.CheckConstraint(
                condition=Q(problem__in=["", *WebhookProblem.values]), name="an_attempt_fails_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number}: {self.status or self.get_problem_display()}"
