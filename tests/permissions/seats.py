"""What the permission table says of openings and offers: names for its rows, and what is sent to them."""

from datetime import date, timedelta

from django.utils import timezone

from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, send_offer
from hiring.domain.openings import ask_to_open, draft_opening
from hiring.models import Candidacy, HiringProfile, Offer
from hiring.queries.link_tokens import offer_token
from tests.cast import AT, Cast

_API = "/api/v1/hiring"
_TERMS = {
    "base_minor": 6_100_000,
    "variable_minor": 0,
    "currency": "EUR",
    "start_date": "2999-02-01",
    "expires_date": "2999-01-01",
}
_FORM = {"base": "61000", "variable": "0", "currency": "EUR", "start_date": "2999-02-01", "expires_date": "2999-01-01"}
SEAT_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/openings/"): {
        "profile": "{hiring_profile}",
        "team": "{team}",
        "reason": "GROWTH",
        "target_date": "2999-01-01",
    },
    ("POST", f"{_API}/openings/{{draft_opening}}/cancel/"): {"reason": "Budget"},
    ("POST", f"{_API}/offers/"): {"candidacy": "{adas_candidacy}", **_TERMS},
    ("POST", f"{_API}/offers/{{cals_offer}}/revise/"): _TERMS,
    ("POST", f"{_API}/offers/{{cals_offer}}/withdraw/"): {"reason": "Too much"},
    ("POST", "/hiring/openings/{draft_opening}/cancel/"): {"reason": "Budget"},
    ("POST", "/hiring/offers/{cals_offer}/revise/"): _FORM,
    ("POST", "/hiring/offers/{cals_offer}/withdraw/"): {"reason": "Too much"},
    ("POST", "/offer/{offer_link}/"): {"say": "yes"},
}


def seat_names(cast: Cast, *, cals: int, adas: int) -> dict[str, object]:
    """A draft of a seat and an open one in Max's team; a draft of an offer to Cal, and one that was sent to Ada,
    whose link is known: it is all that reading it takes."""
    profile = HiringProfile.objects.get()
    seat = {"profile": profile, "team": cast.north, "reason": "GROWTH", "by": cast.max, "at": AT}
    draft, other = (draft_opening(target_date=date(2026, month, 1), **seat) for month in (6, 9))
    opened = ask_to_open(opening=other, by=cast.max, at=AT)
    until = timezone.now().date() + timedelta(days=30)
    facts = OfferFacts(6_000_000, 4_000_000, "EUR", until + timedelta(days=30), until)
    offer, sent = (
        draft_offer(candidacy=Candidacy.objects.get(pk=pk), facts=facts, by=cast.max, at=AT) for pk in (cals, adas)
    )
    ask_for_offer(offer=sent, by=cast.max, at=AT)
    sent = send_offer(offer=sent, by=cast.max, at=AT)
    return {
        "draft_opening": draft.pk,
        "open_opening": opened.pk,
        "cals_offer": offer.pk,
        "sent_offer": sent.pk,
        "offer_link": offer_token(Offer.objects.get(pk=sent.pk)),
    }
