"""Who looked at a candidate's file, when and how: out of the log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hiring.choices import LookedBy
from hiring.models import Candidate, CandidateDocument, OfferLetter
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.web.models import Export

SHOWN = 200
_OPENED = {
    "candidate.document_opened": "opened a document",
    "offer.letter_opened": "opened an offer letter",
    "candidate.copy_fetched": "fetched the copy of their data by the link of their page",
}

_HOW = {
    LookedBy.PAGE: "on their page",
    LookedBy.PANEL: "beside a list",
    LookedBy.DEBRIEF: "in the debrief",
    LookedBy.API: "by the API",
}


@dataclass(frozen=True, slots=True)
class Look:
    """`who` is None for the candidate."""

    at: datetime
    who: User | None
    what: str


def looks_at(candidate: Candidate, *, most: int = SHOWN) -> list[Look]:
    """The latest first, in four queries: looks, files that were opened, and exports of candidates, which may have held
    them: an export says how many rows it had, and not whose."""
    about = Q(subject_kind=Candidate._meta.label_lower, subject_id=candidate.pk)
    about &= Q(kind__in=["candidate.looked_at", "candidate.copy_fetched"])
    documents = CandidateDocument.objects.filter(candidate=candidate).values_list("pk", flat=True)
    letters = OfferLetter.objects.filter(offer__candidacy__candidate=candidate).values_list("pk", flat=True)
    for model, numbers in ((CandidateDocument, list(documents)), (OfferLetter, list(letters))):
        about |= Q(subject_kind=model._meta.label_lower, subject_id__in=numbers, kind__in=list(_OPENED))
    events = Event.objects.filter(about).select_related("actor").order_by("-happened_at", "-pk")[:most]
    seen = [Look(each.happened_at, each.actor, _words(each)) for each in events]
    exports = Export.objects.filter(list_code__in=["", "candidates"], created_at__gte=candidate.created_at)
    taken = [
        Look(each.created_at, each.owner, f"exported {_rows(each)}")
        for each in exports.select_related("owner").order_by("-created_at")[:most]
    ]
    return sorted([*seen, *taken], key=lambda look: look.at, reverse=True)[:most]


def _words(event: Event) -> str:
    if event.kind in _OPENED:
        return _OPENED[event.kind]
    how = event.payload.get("how", LookedBy.PAGE.value)  # what was erased says no more how
    return f"looked at them {_HOW[LookedBy(how)]}"


def _rows(export: Export) -> str:
    if not export.list_code:
        return "everything, which may have held them"
    count = export.row_count or 0
    return f"{count} candidate{'' if count == 1 else 's'}, who may have been among them"
