"""What somebody was told."""

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.outbox.choices import MailState


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> "NotificationQuerySet":
        """One's own; nobody reads what others were told."""
        return self.filter(person=user)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def digest_of(self, person: User) -> "NotificationQuerySet":
        """What the person's next daily mail is made of."""
        return self.to_mail().filter(person=person, in_digest=True)

    def to_mail(self) -> "NotificationQuerySet":
        """Those whose mail may be tried now, by the database's clock."""
        return self.filter(mail_state=MailState.WAITING, mail_due_at__lte=DatabaseClock())


class Notification(models.Model):
    """One row: a person was told about one subject and the day it is due, once, however often it is found due.

    `domain.notifying.notify` makes it (and, through it, `domain.reminding.remind`), `domain.reading` marks it read,
    `domain.mailing.send_next` moves its mail: WAITING -> SENT, LEFT_OUT (read already, or nothing left to tell) or
    GIVEN_UP (refused again and again). It holds no words: `registry.NoticeKind.describe` says what it is about when it
    is read. It is an effect and not a fact, so it appends no event. Those with `in_digest` leave together, in one mail.
    """

    derived = True  # goes with the person whom an undone import had brought in: imports.domain.standing

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    due_date = models.DateField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    in_digest = models.BooleanField(default=False, db_default=False)
    mail_due_at = models.DateTimeField(db_default=DatabaseClock())
    mail_attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    mail_problem = models.CharField(max_length=300, blank=True, default="", db_default="")
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_kind", "subject_id", "due_date"],
                name="a_person_is_told_once_about_a_subject_and_its_day",
            ),
            models.CheckConstraint(condition=Q(mail_state__in=MailState.values), name="a_mail_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(mail_state=MailState.SENT, mailed_at__isnull=False)
                | (~Q(mail_state=MailState.SENT) & Q(mailed_at__isnull=True)),
                name="a_mail_says_when_it_was_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "created_at", "id"], name="notifications_of_a_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notifications_unread"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_state=MailState.WAITING), name="mails_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id} {self.due_date}"
