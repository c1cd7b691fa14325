"""What letters say: the words of a profile, or the usual ones, with the facts of an offer put in."""

from collections.abc import Mapping
from string import Formatter

from hiring.choices import LetterKind
from hiring.models import HiringProfile, LetterText, Offer
from salesmgmt.accounts.models import User
from salesmgmt.common.money import from_minor
from salesmgmt.people.models import Company
from salesmgmt.web.components.amounts import money

USUAL: Mapping[str, str] = {
    LetterKind.OFFER: (
        "Dear {name},\n\n"
        "We would like you to work with us as {profile} at {company}, from {start} on. Your pay is {pay}.\n\n"
        "This offer stands until the end of {until}. You accept or decline it by the link in the mail that this letter "
        "came with. We look forward to working with you."
    ),
    LetterKind.REJECTION: (
        "Thank you for the time that you took for us. We have decided not to go on with you as {profile} this time.\n\n"
        "That says something about this seat and who else stood for it, and little about you. We would be glad to hear "
        "from you again."
    ),
}
PLACES: Mapping[str, frozenset[str]] = {
    LetterKind.OFFER: frozenset(
        {"name", "profile", "company", "pay", "base", "variable", "total", "start", "until", "sender"}
    ),
    LetterKind.REJECTION: frozenset({"name", "profile", "company", "sender"}),
}
"""What may stand in braces in the words of a kind."""


def strange_places(kind: str, text: str) -> list[str] | None:
    """What stands in braces and is no place of this kind; None where the braces themselves do not match."""
    try:
        found = [(name, spec, turned) for _, name, spec, turned in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    return sorted({name for name, spec, turned in found if name not in PLACES[kind] or spec or turned})


def words_of(profile: HiringProfile, kind: LetterKind) -> str:
    """With the places still in braces."""
    own = LetterText.objects.filter(profile=profile, kind=kind).values_list("text", flat=True).first()
    return own or USUAL[kind]


def rejection_words(profile: HiringProfile, *, name: str, sender: User) -> str:
    company = Company.objects.current()
    places = {"name": name, "profile": str(profile), "company": company.name, "sender": sender.name}
    return words_of(profile, LetterKind.REJECTION).format_map(places)


def offer_places(offer: Offer, *, company: Company, sender: User) -> dict[str, str]:
    def said(minor: int) -> str:
        return money(from_minor(minor, offer.currency), offer.currency)

    base, variable, total = said(offer.base_minor), said(offer.variable_minor), said(offer.total_minor)
    pay = f"{base} a year"
    if offer.variable_minor:
        pay = f"{base} base pay and {variable} variable pay on target a year, {total} together"
    return {
        "name": offer.candidacy.candidate.name,
        "profile": str(offer.candidacy.profile),
        "company": company.name,
        "pay": pay,
        "base": base,
        "variable": variable,
        "total": total,
        "start": f"{offer.start_date.day} {offer.start_date:%B %Y}",
        "until": f"{offer.expires_date.day} {offer.expires_date:%B %Y}",
        "sender": sender.name,
    }
