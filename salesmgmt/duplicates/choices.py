"""The words of duplicates."""

from django.db import models


class PairState(models.TextChoices):
    OPEN = "OPEN", "To be looked at"
    NOT_DUPLICATE = "NOT_DUPLICATE", "Not the same"
    MERGED = "MERGED", "Merged"
