"""Makes the letter of an offer's version, once, and mails it with the link."""

from datetime import datetime
from io import BytesIO

from django.conf import settings

from hiring.choices import CandidateMailKind, LetterKind
from hiring.domain.letters import write_to
from hiring.engine.letter_pdf import Sheet, letter_pdf
from hiring.models import Offer, OfferLetter
from hiring.queries.letter_words import offer_places, words_of
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append
from salesmgmt.files.accepting import PDF, Accept
from salesmgmt.files.domain import store
from salesmgmt.people.models import Company

LARGEST = 5 * 1024 * 1024
_FONTS = settings.BASE_DIR / "node_modules" / "@fontsource-variable" / "instrument-sans" / "files"
FONTS = tuple(_FONTS / f"instrument-sans-{signs}-wght-normal.woff2" for signs in ("latin", "latin-ext"))
_PDF = Accept(frozenset({PDF}), "a PDF", ".pdf")


def write_offer_letter(offer: Offer, *, by: User, at: datetime) -> OfferLetter:
    """The letter of a locked offer's version, by the words that its profile has now, and the mail with it and the link.
    Part of sending; a version is sent once, and its letter stays."""
    content = letter_pdf(_sheet(offer, by, at), FONTS)
    name = f"offer-{offer.pk}-version-{offer.terms_number}.pdf"
    stored = store(content=BytesIO(content), name=name, by=by, at=at, limit=LARGEST, accept=_PDF)
    letter = OfferLetter.objects.create(offer=offer, number=offer.terms_number, stored=stored, made_at=at)
    payload = {"letter_id": letter.pk, "file_id": stored.pk, "terms_number": offer.terms_number}
    append(kind="offer.letter_made", subject=offer, by=by, at=at, payload=payload)
    write_to(offer.candidacy, CandidateMailKind.OFFER, by=by, at=at, offer=offer, number=offer.terms_number)
    return letter


def _sheet(offer: Offer, by: User, at: datetime) -> Sheet:
    company = Company.objects.current()
    places = offer_places(offer, company=company, sender=by)
    day = company.day_of(at)
    return Sheet(
        company=company.name,
        to=places["name"],
        dated=f"{day.day} {day:%B %Y}",
        title=f"Offer: {places['profile']}",
        words=words_of(offer.candidacy.profile, LetterKind.OFFER).format_map(places),
        facts=[
            ("Base pay a year", places["base"]),
            ("Variable pay a year, on target", places["variable"]),
            ("First day", places["start"]),
            ("Stands until the end of", places["until"]),
        ],
        signed=f"{by.name}\n{company.name}",
        foot=f"Offer {offer.pk}, version {offer.terms_number}",
        made_at=at,
    )
