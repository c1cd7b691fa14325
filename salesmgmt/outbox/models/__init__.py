from salesmgmt.outbox.models.notification import Notification

__all__ = ["Notification"]
