"""What the addresses that candidates hold end in: signed, so that nobody makes one up, and each for one row."""

from typing import Any

from django.core import signing

from hiring.models import BookingLink, ConsentRequest, Offer, StatusLink

BOOKING, CONSENT, OFFER, STATUS = "hiring.booking", "hiring.consent", "hiring.offer", "hiring.status"


def booking_token(link: BookingLink) -> str:
    return signing.dumps([link.pk], salt=BOOKING)


def consent_token(asked: ConsentRequest) -> str:
    return signing.dumps([asked.pk], salt=CONSENT)


def status_token(link: StatusLink) -> str:
    return signing.dumps([link.pk], salt=STATUS)


def offer_token(offer: Offer) -> str:
    """Of one version of an offer; a revision has another."""
    return signing.dumps([offer.pk, offer.terms_number], salt=OFFER)


def read_token(token: str, salt: str) -> list[Any] | None:
    """What was signed; None for what we did not sign, or signed for something else."""
    try:
        found = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
    return found if isinstance(found, list) else None
