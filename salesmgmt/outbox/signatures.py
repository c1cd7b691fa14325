"""Signatures of webhooks as standardwebhooks.com has them, so that receivers verify them with a library they know."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
_PURPOSE = "outbox.webhook_secret"


def secret_of(salt: str) -> bytes:
    """An endpoint's secret: made of SECRET_KEY and the salt on its row, so that the database alone signs nothing."""
    return salted_hmac(_PURPOSE, salt, algorithm="sha256").digest()


def secret_text(secret: bytes) -> str:
    """The secret as a receiver is given it."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, *, message_id: str, timestamp: int, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def signed_headers(secrets: Iterable[bytes], *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What a webhook is sent with; while a secret is being replaced, a signature by each of the two."""
    made = [signature(each, message_id=message_id, timestamp=timestamp, body=body) for each in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "salesmgmt-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(made),
    }
