"""Marking notifications as read."""

from datetime import datetime

from salesmgmt.accounts.models import User
from salesmgmt.outbox.models import Notification


def mark_read(*, notification: Notification, at: datetime) -> None:
    """Once; later readings leave the first instant. Its mail, if it has not left yet, need not leave any more."""
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=at)


def mark_all_read(*, by: User, upto: int, at: datetime) -> int:
    """Everything that a person was told up to and with the notification of this number: what came since they looked
    stays unread. Returns how many were unread."""
    return Notification.objects.visible_to(by).unread().filter(pk__lte=upto).update(read_at=at)
