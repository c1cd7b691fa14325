"""The token with which a program acts in a person's name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from knox.models import AbstractAuthToken

from salesmgmt.api.choices import TokenApp, TokenScope


class Token(AbstractAuthToken):
    """One row is one token, stored as a hash. It opens what its person may see and do, never more: `scope` READ takes
    the writing away, `apps` all apps but those named; without names it opens all.

    Made by `domain.tokens.create_token`, ended by its expiry or by `revoke_token`. `last_used_at` is kept to the hour.
    """

    name = models.CharField(max_length=100, default="Token")
    scope = models.CharField(max_length=4, choices=TokenScope.choices, default=TokenScope.FULL)
    apps = ArrayField(models.CharField(max_length=20, choices=TokenApp.choices), default=list, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_token_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(scope__in=TokenScope.values), name="a_token_reads_or_reads_and_writes"
            ),
        ]

    @property
    def public_id(self) -> str:
        """What names a token without being one: the head of its hash."""
        return self.digest[:16]
