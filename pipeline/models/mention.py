"""Whom somebody names in what they write on a deal."""

from django.db import models

from pipeline.models.activity import Activity
from pipeline.models.deal import Deal
from salesmgmt.accounts.models import User


class MentionQuerySet(models.QuerySet["Mention"]):
    def visible_to(self, user: User) -> "MentionQuerySet":
        """Seen with their deal."""
        return self.filter(activity__deal__in=Deal.objects.visible_to(user).values("pk"))


class Mention(models.Model):
    """A person who may see the deal, and was told of what was written. `domain.mentions.mention` writes it once.

    What was written stays as it is, so there is nothing that could tell anybody a second time.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="mentions")
    at = models.DateTimeField()

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="a_person_is_mentioned_once_in_an_activity")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.activity}"
