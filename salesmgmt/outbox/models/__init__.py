"""What people were told, and how they want to be told."""

from salesmgmt.outbox.models.notification import Notification
from salesmgmt.outbox.models.preference import MailHours, NoticePreference

__all__ = ["MailHours", "NoticePreference", "Notification"]
