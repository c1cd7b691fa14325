"""Asking somebody on the bench whether we may go on keeping in touch, and what they said."""

from django.db import models
from django.db.models import F, Q

from hiring.choices import ConsentAnswer
from hiring.models.bench import BenchEntry
from salesmgmt.accounts.models import User


class ConsentRequestQuerySet(models.QuerySet["ConsentRequest"]):
    def visible_to(self, user: User) -> "ConsentRequestQuerySet":
        """With the entry that they are about."""
        return self.filter(entry__in=BenchEntry.objects.visible_to(user).values("pk"))


class ConsentRequest(models.Model):
    """A link by which somebody on the bench renews the consent or refuses it, once, until `expires_at`.

    `domain.consents` makes it, by hand or (`asked_by` null) before a consent ends on `ends_date`, and takes the answer.
    The latest one of an entry is the one that works.
    """

    entry = models.ForeignKey(BenchEntry, models.CASCADE, related_name="consent_requests")
    ends_date = models.DateField(null=True, blank=True, help_text="The last day of the consent that it was asked for.")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=7, choices=ConsentAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "ends_date"],
                condition=Q(asked_by__isnull=True),
                name="the_end_of_a_consent_is_asked_about_once",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=ConsentAnswer.values, answered_at__isnull=False),
                name="an_answered_consent_says_when",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="a_consent_link_lasts"),
        ]

    def __str__(self) -> str:
        return f"Consent request {self.pk}"
