"""What people and programs were told, and how they want to be told."""

from salesmgmt.outbox.models.delivery import WebhookAttempt, WebhookDelivery
from salesmgmt.outbox.models.notification import Notification
from salesmgmt.outbox.models.preference import MailHours, NoticePreference
from salesmgmt.outbox.models.webhook import WebhookEndpoint

__all__ = [
    "MailHours",
    "NoticePreference",
    "Notification",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]
