"""The codes that approval rows use."""

from django.db.models import TextChoices


class RequestState(TextChoices):
    OPEN = "OPEN", "Waiting"
    APPROVED = "APPROVED", "Approved"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    EXPIRED = "EXPIRED", "Expired"
    VOID = "VOID", "Overtaken by a change"


class Approver(TextChoices):
    """Who decides a step, by rule."""

    MANAGER = "MANAGER", "The manager of who asks"
    MANAGERS_MANAGER = "MANAGERS_MANAGER", "The manager's manager"
    ADMIN = "ADMIN", "An admin"
    COMP_ADMIN = "COMP_ADMIN", "A comp admin"
    FINANCE = "FINANCE", "Finance"


LINE = {Approver.MANAGER: 1, Approver.MANAGERS_MANAGER: 2}
"""How far up the manager line a step is decided."""
