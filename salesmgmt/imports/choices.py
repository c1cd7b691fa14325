"""The codes that import rows use."""

from django.db.models import TextChoices


class Verdict(TextChoices):
    """What an import does with a row of a file; blank while nobody has looked at it."""

    NEW = "NEW", "New"
    CHANGED = "CHANGED", "Changed"
    SAME = "SAME", "Unchanged"
    REFUSED = "REFUSED", "Refused"
