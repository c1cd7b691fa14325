"""Takes what candidates say to offers, by the link that they have, which is all that they need."""

from datetime import datetime

from django.db import transaction

from hiring.choices import OfferState
from hiring.domain.offers import payload_of, save
from hiring.models import Offer
from hiring.queries.link_tokens import OFFER, read_token
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company


def offer_of_link(token: str) -> Offer | None:
    """The offer that a link is for, whatever became of it; None for one that we did not make, or of an earlier version.

    Never one that is not to be seen from outside: sent it must have been.
    """
    signed = read_token(token, OFFER)
    if signed is None:
        return None
    pk, number = signed
    found = Offer.objects.filter(pk=pk, terms_number=number, sent_at__isnull=False)
    return found.select_related("candidacy__candidate", "candidacy__profile__role_profile").first()


@transaction.atomic
def accept_offer(*, token: str, at: datetime) -> Offer:
    """The candidate says yes; twice is once. Raises Refused for anything but a sent offer in time."""
    return _answer(token, OfferState.ACCEPTED, at)


@transaction.atomic
def decline_offer(*, token: str, at: datetime, reason: str = "") -> Offer:
    """The candidate says no; the candidacy stays open, and so does the bench."""
    return _answer(token, OfferState.DECLINED, at, reason.strip()[: Offer._meta.get_field("end_reason").max_length])


def is_over(offer: Offer, *, at: datetime) -> bool:
    """Past its last day, in the company's zone, whether or not anybody has written that down."""
    return Company.objects.current().day_of(at) > offer.expires_date


def _answer(token: str, answer: OfferState, at: datetime, reason: str = "") -> Offer:
    known = offer_of_link(token)
    if known is None:
        raise Refused("This link is not complete, or no longer the latest one; ask who sent it.", code="offer_link")
    offer = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("candidacy__profile__role_profile")
        .get(pk=known.pk)
    )
    if offer.state == answer:
        return offer
    if offer.state != OfferState.SENT or offer.terms_number != known.terms_number:
        raise Refused(
            f"This offer is {offer.get_state_display().lower()} already; write to who sent it.", code="offer_is_over"
        )
    if is_over(offer, at=at):
        raise Refused("The last day of this offer is over; write to who sent it.", code="offer_expired")
    offer.state, offer.end_reason, offer.ended_at = answer, reason, at
    save(offer)
    append(kind=f"offer.{answer.lower()}", subject=offer, by=None, at=at, payload=payload_of(offer))
    return offer
