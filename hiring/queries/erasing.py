"""Whom an erasure is about: every row that hangs on a candidate, and the words by which others name them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q

from hiring.choices import CandidacyState
from hiring.models import (
    BenchEntry,
    BookingLink,
    BookingMail,
    BookingMember,
    Candidacy,
    Candidate,
    CandidateDocument,
    CandidateMail,
    CandidateNote,
    CandidateRequest,
    CandidateTagging,
    ComparedCard,
    ConsentRequest,
    DataCopy,
    Erasure,
    Interview,
    Offer,
    OfferLetter,
    OfferTerms,
    Panelist,
    Rating,
    RetentionWarning,
    Scorecard,
    SharedRatings,
    SourcedCandidacy,
    StagePassage,
    StageVisit,
    StatusLink,
    Touch,
)
from salesmgmt.accounts.models import User
from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.events.erasing import SHORTEST_WORD, Door, Erased, doors
from salesmgmt.files.models import StoredFile

HANGS_ON: dict[type[Model], str] = {
    Candidacy: "candidate",
    StageVisit: "candidacy__candidate",
    StagePassage: "candidacy__candidate",
    SourcedCandidacy: "candidacy__candidate",
    BenchEntry: "candidacy__candidate",
    Touch: "entry__candidacy__candidate",
    ConsentRequest: "entry__candidacy__candidate",
    Interview: "candidacy__candidate",
    Panelist: "interview__candidacy__candidate",
    Scorecard: "interview__candidacy__candidate",
    Rating: "scorecard__interview__candidacy__candidate",
    ComparedCard: "candidacy__candidate",
    SharedRatings: "candidacy__candidate",
    BookingLink: "candidacy__candidate",
    BookingMember: "link__candidacy__candidate",
    BookingMail: "link__candidacy__candidate",
    CandidateMail: "candidacy__candidate",
    CandidateNote: "candidacy__candidate",
    CandidateTagging: "candidate",
    StatusLink: "candidate",
    CandidateRequest: "candidate",
    CandidateDocument: "candidate",
    DataCopy: "candidate",
    Erasure: "candidate",
    RetentionWarning: "candidate",
    Offer: "candidacy__candidate",
    OfferTerms: "offer__candidacy__candidate",
    OfferLetter: "offer__candidacy__candidate",
}
"""Every table that hangs on a candidate, and how: tests/hiring/erasure walks the foreign keys and compares."""
ANSWERS = "hiring.selfidentification"
"""Keyed by the candidate's number, without a relation (docs/adr/self-identification.md)."""


@dataclass(frozen=True, slots=True)
class Behind:
    """How many things stand behind a door; None where that is nobody's business."""

    door: Door
    count: int | None


def whom(candidate: Candidate, *, by: User | None, at: datetime) -> Erased:
    """The candidate with all that was merged into them."""
    merges = list(_merges_into(candidate.pk))
    numbers = frozenset({candidate.pk, *(merge.gone_id for merge in merges)})
    rows = {Candidate._meta.label_lower: numbers, ANSWERS: numbers}
    for model, path in HANGS_ON.items():
        found = model._base_manager.filter(**{f"{path}__in": numbers}).values_list("pk", flat=True)
        if pks := frozenset(found):
            rows[model._meta.label_lower] = pks
    if files := _files(numbers):
        rows[StoredFile._meta.label_lower] = files
    facts = [{"name": candidate.name, "email": candidate.email, "phone": candidate.phone}]
    facts += [row for merge in merges for row in (merge.gone_row, merge.kept_before, merge.kept_after)]
    return Erased(f"hiring.candidate.{candidate.pk}", rows, frozenset(_words(facts)), by, at)


def behind_doors(of: Erased) -> list[Behind]:
    """Door by door, those behind which nothing stands included."""
    return [Behind(door, door.count(of)) for door in doors()]


def looking_alike(candidate: Candidate) -> list[Candidate]:
    """Who may be the same person, and would stay."""
    pairs = DuplicatePair.objects.open().filter(
        Q(low_id=candidate.pk) | Q(high_id=candidate.pk), kind=Candidate._meta.label_lower
    )
    others = {pair.low_id + pair.high_id - candidate.pk for pair in pairs}
    return list(Candidate.objects.filter(pk__in=others))


def hired_as(candidate: Candidate) -> Candidacy | None:
    """The candidacy by which they became one of ours."""
    rows = Candidacy.objects.filter(candidate=candidate, state=CandidacyState.HIRED)
    return rows.select_related("profile__role_profile", "hired_user").first()


def offer_out(candidate: Candidate) -> Offer | None:
    """An offer to them that is not over."""
    rows = Offer.objects.live().filter(candidacy__candidate=candidate)
    return rows.select_related("candidacy__profile__role_profile").first()


def _merges_into(number: int) -> Iterator[MergeRecord]:
    """Also those into what was merged into it."""
    waiting, seen = [number], set()
    while waiting:
        kept = waiting.pop()
        seen.add(kept)
        for merge in MergeRecord.objects.standing().filter(kind=Candidate._meta.label_lower, kept_id=kept):
            yield merge
            if merge.gone_id not in seen:
                waiting.append(merge.gone_id)


def _files(numbers: Iterable[int]) -> frozenset[int]:
    found: set[int] = set()
    for model in (CandidateDocument, DataCopy, OfferLetter):
        rows = model._base_manager.filter(**{f"{HANGS_ON[model]}__in": numbers}, stored__isnull=False)
        found |= set(rows.values_list("stored", flat=True))
    return frozenset(found)


def _words(facts: Iterable[dict[str, str | None]]) -> Iterator[str]:
    """A first name alone stands in too many texts that are about others."""
    for row in facts:
        name, others = row.get("name") or "", (row.get("email"), row.get("phone"))
        for word in (name if " " in name.strip() else "", *others):
            if word and len(word) >= SHORTEST_WORD:
                yield word.casefold()
