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


class WebhookPause(TextChoices):
    """Why nothing is sent to an endpoint for the time being."""

    BY_HAND = "BY_HAND", "Paused by an admin"
    FAILING = "FAILING", "It took nothing for days"
    GONE = "GONE", "It answered that it is gone (410)"
    PERSON_LEFT = "PERSON_LEFT", "The person for whom it sees has left"


class DeliveryState(TextChoices):
    WAITING = "WAITING", "Waiting"
    DELIVERED = "DELIVERED", "Delivered"
    LEFT_OUT = "LEFT_OUT", "Left out"
    GIVEN_UP = "GIVEN_UP", "Given up"


class WebhookProblem(TextChoices):
    """What went wrong with one attempt, in a word; what a receiver answers is never kept."""

    NO_ADDRESS = "NO_ADDRESS", "No such host"
    PRIVATE = "PRIVATE", "Not a public address"
    NOT_REACHED = "NOT_REACHED", "Not reached"
    TLS = "TLS", "Certificate not trusted"
    SLOW = "SLOW", "No answer within 10 seconds"
    NOT_HTTP = "NOT_HTTP", "No HTTP answer"
    REDIRECT = "REDIRECT", "Redirected; redirects are not followed"
    REFUSED = "REFUSED", "Refused by the receiver"
    BROKEN = "BROKEN", "The receiver failed"
