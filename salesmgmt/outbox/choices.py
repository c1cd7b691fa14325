"""The codes that outbox rows use."""

from django.db.models import TextChoices


class MailState(TextChoices):
    WAITING = "WAITING", "Waiting"
    SENT = "SENT", "Sent"
    LEFT_OUT = "LEFT_OUT", "Left out"
    GIVEN_UP = "GIVEN_UP", "Given up"


class Way(TextChoices):
    """How a person wants to be told of a kind of notice."""

    AT_ONCE = "AT_ONCE", "Here, and a mail for each"
    DIGEST = "DIGEST", "Here, and in one mail a day"
    HERE = "HERE", "Here only"
    NOT = "NOT", "Not at all"
