"""Another program that is told what happens here."""

import secrets
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from salesmgmt.accounts.models import User
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.outbox.choices import WebhookPause
from salesmgmt.outbox.signatures import secret_of


def new_salt() -> str:
    return secrets.token_hex(16)


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def visible_to(self, user: User) -> "WebhookEndpointQuerySet":
        """Whoever sets webhooks up sees all that stand; nobody else sees one."""
        return self.standing() if user.has_perm("outbox.webhooks") else self.none()

    def standing(self) -> "WebhookEndpointQuerySet":
        return self.filter(removed_at__isnull=True)

    def due(self) -> "WebhookEndpointQuerySet":
        """Those to which something may be sent now, by the database's clock; who waited longest comes first."""
        from salesmgmt.outbox.models.delivery import WebhookDelivery

        waiting = WebhookDelivery.objects.filter(endpoint=OuterRef("pk")).due()
        rows = self.standing().filter(Exists(waiting), pause="", quiet_until__lte=DatabaseClock())
        return rows.order_by("tried_at", "pk")


class WebhookEndpoint(models.Model):
    """One row is an address that is told of events of the wanted `kinds` (`deal.won`, or a family: `deal.*`), as far as
    the person `sees_as` sees the rows that they are about.

    `domain.webhooks` adds, changes, pauses, resumes and removes it; `domain.delivering` pauses it, too, and keeps how
    it fares: one webhook at a time is on its way to it, and none before `quiet_until`, which is also the lease of the
    worker that sends one. The secret stands nowhere: it is made of SECRET_KEY and `salt`.
    """

    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=80))
    sees_as = models.ForeignKey(User, models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    former_salt = models.CharField(max_length=32, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True)
    pause = models.CharField(max_length=11, choices=WebhookPause, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(db_default=DatabaseClock())
    quiet_until = models.DateTimeField(db_default=DatabaseClock())
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(removed_at__isnull=True), name="a_webhook_is_the_only_one_of_its_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_webhook_has_a_name"),
            models.CheckConstraint(condition=Q(kinds__len__gt=0), name="a_webhook_asks_for_some_kind_of_event"),
            models.CheckConstraint(
                condition=Q(pause="", paused_at__isnull=True)
                | Q(pause__in=WebhookPause.values, paused_at__isnull=False),
                name="a_paused_webhook_says_why_and_since_when",
            ),
            models.CheckConstraint(
                condition=Q(former_salt="", former_until__isnull=True)
                | (~Q(former_salt="") & Q(former_until__isnull=False)),
                name="a_former_secret_of_a_webhook_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_standing(self) -> bool:
        return self.removed_at is None

    def secrets_at(self, at: datetime) -> list[bytes]:
        """What signs at an instant: the secret, and the one before while receivers still change over."""
        salts = [self.salt]
        if self.former_until is not None and at < self.former_until:
            salts.append(self.former_salt)
        return [secret_of(salt) for salt in salts]
