"""Writes the words of a profile's letters."""

from datetime import datetime

from django.db import transaction

from hiring.choices import LetterKind
from hiring.models import HiringProfile, LetterText
from hiring.queries.letter_words import PLACES, USUAL, strange_places
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

LONGEST = 8000


@transaction.atomic
def write_letter_text(*, profile: HiringProfile, kind: str, text: str, by: User, at: datetime) -> None:
    """From the next letter on these words are used; the usual ones, or none, take the profile's own away. Letters that
    were sent stay as they are."""
    require(by, "hiring.configure", "write the words of letters")
    if kind not in LetterKind.values:
        raise Refused("Choose a kind of letter.", code="letter_kind", field="kind")
    text = text.strip().replace("\r\n", "\n")
    _check(kind, text)
    payload = {"letter": kind}
    own = LetterText.objects.select_for_update().filter(profile=profile, kind=kind).first()
    if text in ("", USUAL[kind]):
        if own is not None:
            own.delete()
            append(kind="letter_text.taken_away", subject=profile, by=by, at=at, payload=payload)
        return
    if own is not None and own.text == text:
        return
    LetterText.objects.update_or_create(
        profile=profile, kind=kind, defaults={"text": text, "version": own.version + 1 if own else 1}
    )
    append(kind="letter_text.written", subject=profile, by=by, at=at, payload=payload)


def _check(kind: str, text: str) -> None:
    if len(text) > LONGEST:
        raise Refused("A letter has at most 8,000 characters; shorten it.", code="letter_too_long", field="text")
    strange = strange_places(kind, text)
    if strange is None:
        raise Refused(
            "A brace is open or closed without the other; write {{ for one that is to be read.",
            code="letter_braces",
            field="text",
        )
    if strange:
        known = ", ".join(f"{{{name}}}" for name in sorted(PLACES[kind]))
        raise Refused(
            f"{{{strange[0]}}} is no fact that can be put in; these are: {known}.", code="letter_place", field="text"
        )
