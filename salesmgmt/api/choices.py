"""What a token may open."""

from django.db import models


class TokenScope(models.TextChoices):
    READ = "READ", "Read only"
    FULL = "FULL", "Read and write"


class TokenApp(models.TextChoices):
    """The apps that a token can be confined to."""

    PIPELINE = "pipeline", "Pipeline"
    HIRING = "hiring", "Hiring"
    ONBOARDING = "onboarding", "Onboarding"
    COMPENSATION = "compensation", "Compensation"
