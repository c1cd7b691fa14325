"""Writes offers, asks for approval, sends and withdraws them: what our side does with an offer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hiring.choices import LIVE_OFFERS, OfferState
from hiring.domain.history import lock_candidacy, require_open
from hiring.domain.offer_letters import write_offer_letter
from hiring.models import Candidacy, HiringProfile, Offer, OfferTerms
from hiring.models.offer import OFFER_APPROVAL
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.asking import ask, overtake
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

_SENTENCES = {
    "a_candidacy_has_one_live_offer": "This candidate has an offer already; revise that one, or withdraw it first."
}
MOST_MINOR = 10**15


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What an offer promises: pay a year in minor units, the first day, and the last day on which it stands."""

    base_minor: int
    variable_minor: int
    currency: str
    start_date: date
    expires_date: date


class OfferChanged(Conflict):
    code = "offer_changed"


@transaction.atomic
def draft_offer(*, candidacy: Candidacy, facts: OfferFacts, by: User, at: datetime) -> Offer:
    """An offer to an open candidacy, as a draft of version 1."""
    require(by, "hiring.make_offers", "make offers")
    candidacy = lock_candidacy(candidacy=candidacy, by=by)
    require_open(candidacy)
    _check(facts, at)
    with refusing(_SENTENCES):
        offer = Offer.objects.create(candidacy=candidacy, **asdict(facts))
    _keep_terms(offer, by, at)
    append(kind="offer.drafted", subject=offer, by=by, at=at, payload=payload_of(offer))
    return offer


@transaction.atomic
def revise_offer(
    *, offer: Offer, facts: OfferFacts, by: User, at: datetime, expected_version: int | None = None
) -> Offer:
    """Other terms: the next version, a draft again; what waited for a yes is over, and a link that was sent is dead."""
    _require_at(offer, by, expected_version)
    overtake(kind=OFFER_APPROVAL, subject=offer, by=by, at=at)
    offer = lock_offer(offer=offer, by=by)
    if not offer.can_be_revised:
        raise Refused(f"{offer} is {offer.get_state_display().lower()}; make another offer.", code="offer_is_over")
    if all(getattr(offer, name) == value for name, value in asdict(facts).items()):
        raise Refused("Nothing of the offer is different; change its pay or its days.", code="same_terms")
    _check(facts, at)
    for name, value in asdict(facts).items():
        setattr(offer, name, value)
    offer.state, offer.sent_at = OfferState.DRAFT, None
    offer.terms_number += 1
    save(offer)
    _keep_terms(offer, by, at)
    append(kind="offer.revised", subject=offer, by=by, at=at, payload=payload_of(offer))
    return offer


@transaction.atomic
def ask_for_offer(*, offer: Offer, by: User, at: datetime, expected_version: int | None = None) -> Offer:
    """Asks for a yes to a draft; where nobody is set up to approve offers it is approved at once."""
    offer = lock_offer(offer=offer, by=by, expected_version=expected_version)
    _require_state(offer, OfferState.DRAFT)
    offer.state = OfferState.WAITING
    save(offer)
    # The amount is a fact that steps are chosen by; it is never in what a request says.
    params = {
        "profile": str(offer.candidacy.profile),
        "number": offer.terms_number,
        "amount_minor": offer.total_minor,
        "currency": offer.currency,
    }
    if ask(kind=OFFER_APPROVAL, subject=offer, params=params, by=by, at=at) is None:
        return approve(offer=offer, by=by, at=at)
    append(kind="offer.asked_for", subject=offer, by=by, at=at, payload=payload_of(offer))
    return offer


def approve(*, offer: Offer, by: User, at: datetime) -> Offer:
    """Approves a locked offer that waits, as part of asking or of the last yes."""
    offer.state = OfferState.APPROVED
    save(offer)
    append(kind="offer.approved", subject=offer, by=by, at=at, payload=payload_of(offer))
    return offer


def back_to_draft(*, offer: Offer, by: User, at: datetime) -> None:
    """Puts a locked offer back whose request ended without a yes."""
    if offer.state == OfferState.WAITING:
        offer.state = OfferState.DRAFT
        save(offer)
        append(kind="offer.not_approved", subject=offer, by=by, at=at, payload=payload_of(offer))


@transaction.atomic
def send_offer(
    *, offer: Offer, by: User, at: datetime, expected_version: int | None = None, on_paper: bool = False
) -> Offer:
    """From now on whoever has the offer's link accepts or declines it, up to its last day. Cannot be taken back.

    The letter of this version is made and mailed with the link, unless it went `on_paper`.
    """
    offer = lock_offer(offer=offer, by=by, expected_version=expected_version)
    _require_state(offer, OfferState.APPROVED)
    if offer.expires_date < Company.objects.current().day_of(at):
        raise Refused(
            "The last day of this offer is over; revise it with a later one.",
            code="offer_expired",
            field="expires_date",
        )
    offer.state, offer.sent_at = OfferState.SENT, at
    save(offer)
    append(kind="offer.sent", subject=offer, by=by, at=at, payload=payload_of(offer))
    if not on_paper:
        write_offer_letter(offer, by=by, at=at)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, reason: str, by: User, at: datetime, expected_version: int | None = None) -> Offer:
    """We no longer offer it; its link says so, and what waited for a yes is over."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say in a few words why the offer is withdrawn.", code="reason_missing", field="reason")
    if len(reason) > Offer._meta.get_field("end_reason").max_length:
        raise Refused("A reason has at most 200 characters; shorten it.", code="reason_too_long", field="reason")
    _require_at(offer, by, expected_version)
    overtake(kind=OFFER_APPROVAL, subject=offer, by=by, at=at)
    offer = lock_offer(offer=offer, by=by)
    if not offer.is_live:
        raise Refused(f"{offer} is {offer.get_state_display().lower()} already.", code="offer_is_over")
    return _withdraw(offer, reason, by, at)


def withdraw_offers_of(
    candidacy: Candidacy, reason: str, *, by: User | None, at: datetime, keep_accepted: bool
) -> None:
    """Withdraws what is live for a candidacy that ends, as part of the verb that ends it; nobody is asked any more."""
    for waiting in Offer.objects.filter(candidacy=candidacy, state=OfferState.WAITING):
        overtake(kind=OFFER_APPROVAL, subject=waiting, by=by, at=at)
    states = [state for state in LIVE_OFFERS if not (keep_accepted and state == OfferState.ACCEPTED)]
    live = Offer.objects.filter(candidacy=candidacy, state__in=states).select_related(
        "candidacy__profile__role_profile"
    )
    for offer in live.select_for_update(of=("self",)):
        _withdraw(offer, reason, by, at)


def _withdraw(offer: Offer, reason: str, by: User | None, at: datetime) -> Offer:
    before, offer.state, offer.end_reason, offer.ended_at = offer.state, OfferState.WITHDRAWN, reason, at
    save(offer)
    append(kind="offer.withdrawn", subject=offer, by=by, at=at, payload={**payload_of(offer), "from_state": before})
    return offer


def lock_offer(*, offer: Offer, by: User, expected_version: int | None = None) -> Offer:
    """The offer, locked and fresh, of a profile that the person hires for. Raises OfferChanged for a version that has
    moved on."""
    rows = Offer.objects.select_for_update(of=("self",))
    locked = rows.select_related("candidacy__candidate", "candidacy__profile__role_profile").get(pk=offer.pk)
    _require_hirer(locked, by)
    _require_version(locked, expected_version)
    return locked


def payload_of(offer: Offer) -> Mapping[str, Any]:
    """Without what it pays: events are read by more people than offers are."""
    return {"candidacy_id": offer.candidacy_id, "terms_number": offer.terms_number}


def save(offer: Offer) -> None:
    offer.version += 1
    offer.save()


def _require_at(offer: Offer, by: User, expected_version: int | None) -> None:
    """The rules of `lock_offer` before anything is locked or ended."""
    fresh = Offer.objects.select_related("candidacy__profile__role_profile").get(pk=offer.pk)
    _require_hirer(fresh, by)
    _require_version(fresh, expected_version)


def _require_hirer(offer: Offer, by: User) -> None:
    require(by, "hiring.make_offers", "change offers")
    if not HiringProfile.objects.hired_for_by(by).filter(pk=offer.candidacy.profile_id).exists():
        raise NotAllowed(f"You do not hire for {offer.candidacy.profile}; ask one of its hiring managers.")


def _require_version(offer: Offer, expected_version: int | None) -> None:
    if expected_version is not None and offer.version != expected_version:
        raise OfferChanged("This offer was changed by somebody else in between; look at it again, then repeat.")


def _require_state(offer: Offer, wanted: OfferState) -> None:
    if offer.state != wanted:
        raise Refused(
            f"{offer} is {offer.get_state_display().lower()}, not {wanted.label.lower()}; look at it again.",
            code="offer_state",
        )


def _check(facts: OfferFacts, at: datetime) -> None:
    if not 0 < facts.base_minor < MOST_MINOR:
        raise Refused("An offer pays something, as base pay a year; write it.", code="base_pay", field="base")
    if not 0 <= facts.variable_minor < MOST_MINOR:
        raise Refused("Variable pay is nothing or more a year; correct it.", code="variable_pay", field="variable")
    if not (len(facts.currency) == 3 and facts.currency.isalpha() and facts.currency.isupper()):
        raise Refused("A currency is three letters, such as EUR; correct it.", code="currency", field="currency")
    if facts.expires_date < Company.objects.current().day_of(at):
        raise Refused(
            "The last day of an offer is today or later; choose a later one.", code="expires_date", field="expires_date"
        )
    if facts.start_date <= facts.expires_date:
        raise Refused(
            "The first day comes after the last day on which the offer can be accepted; move one of them.",
            code="start_date",
            field="start_date",
        )


def _keep_terms(offer: Offer, by: User, at: datetime) -> None:
    terms = {name: getattr(offer, name) for name in OfferFacts.__slots__}
    OfferTerms.objects.create(offer=offer, number=offer.terms_number, written_by=by, written_at=at, **terms)
