"""Ends offers whose last day is over."""

from datetime import datetime

from django.db import transaction

from hiring.choices import OfferState
from hiring.domain.offers import payload_of, save
from hiring.models import Offer
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company


def expire_offers(*, at: datetime) -> int:
    """Sent offers that nobody answered in time; how many. Safe to run twice, and at the same time as an answer."""
    today = Company.objects.current().day_of(at)
    due = (
        Offer.objects.filter(state=OfferState.SENT, expires_date__lt=today).order_by("pk").values_list("pk", flat=True)
    )
    return sum(_expire(pk, at) for pk in list(due))


@transaction.atomic
def _expire(pk: int, at: datetime) -> bool:
    offer = Offer.objects.filter(state=OfferState.SENT).select_for_update(skip_locked=True).filter(pk=pk).first()
    if offer is None:
        return False
    offer.state, offer.ended_at = OfferState.EXPIRED, at
    save(offer)
    append(kind="offer.expired", subject=offer, by=None, at=at, payload=payload_of(offer))
    return True
