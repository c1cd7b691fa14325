"""The codes that outbox rows use."""

from django.db.models import TextChoices


class MailState(TextChoices):
    WAITING = "WAITING", "Waiting"
    SENT = "SENT", "Sent"
    LEFT_OUT = "LEFT_OUT", "Left out"
    GIVEN_UP = "GIVEN_UP", "Given up"
