"""How and when people want to be told."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.outbox.choices import Way


class NoticePreference(models.Model):
    """How a person wants to be told of one kind of notice; without a row, at once.

    `domain.preferences.choose_way` writes it.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=80)
    way = models.CharField(max_length=8, choices=Way)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="a_person_chooses_once_for_a_kind"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="a_way_of_telling_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.way}"


class MailHours(models.Model):
    """When a person takes mails, in their own zone: not in the quiet hours (which may go over midnight; the same time
    twice means none), only on `weekdays` (ISO, Monday is 1), and the daily one at `digest_time`.

    `domain.preferences.set_mail_hours` writes it; without a row, the product's own hours hold.
    """

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="mail_hours")
    quiet_from = models.TimeField(default=time(20))
    quiet_to = models.TimeField(default=time(7))
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    digest_time = models.TimeField(default=time(8))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7], weekdays__len__gt=0),
                name="mails_are_taken_on_some_weekday",
            )
        ]

    def __str__(self) -> str:
        return f"Mail hours of {self.person}"
