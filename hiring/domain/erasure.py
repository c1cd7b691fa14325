"""Erases a candidate: every word about the person goes, a row that is counted stays (docs/adr/erasure.md)."""

from datetime import datetime

from django.db import transaction

from hiring.choices import CandidacyState, ErasureBasis
from hiring.domain.endings import end_candidacy
from hiring.models import Candidacy, Candidate, CandidateRequest, Erasure
from hiring.queries.erasing import behind_doors, hired_as, offer_out, whom
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.events.erasing import doors
from salesmgmt.people.rules import require

BY_HAND = (ErasureBasis.REQUEST, ErasureBasis.DECISION)
DONE = "Erased."


@transaction.atomic
def erase_candidate(
    *, candidate: Candidate, basis: str, by: User, at: datetime, expected_version: int | None = None
) -> Erasure:
    """Removes or blanks everything that says something of the candidate, in one transaction; the bytes of files go by a
    job after it. What they still ran for ends as withdrawn first. For good.

    Raises Refused, with nothing changed, for somebody who was hired, has an offer, or was erased already.
    """
    require(by, "hiring.erase", "erase candidates")
    if basis not in BY_HAND:
        raise Refused("Choose why they are erased.", code="basis", field="basis")
    return _erase(candidate, ErasureBasis(basis), by=by, at=at, expected_version=expected_version)


def erase_by_rule(*, candidate: Candidate, basis: ErasureBasis, at: datetime) -> Erasure:
    """The same as part of the night's job; nobody who runs for something."""
    return _erase(candidate, basis, by=None, at=at)


def _erase(
    candidate: Candidate, basis: ErasureBasis, *, by: User | None, at: datetime, expected_version: int | None = None
) -> Erasure:
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(candidate=candidate).order_by("pk")
    candidacies = list(rows.select_related("candidate", "profile__role_profile"))
    _require_erasable(candidate, expected_version)
    for candidacy in candidacies:
        if candidacy.is_open:
            _end(candidacy, by=by, at=at)
    of = whom(candidate, by=by, at=at)
    counts = {each.door.code: each.count for each in behind_doors(of) if each.count}
    for door in doors():
        door.erase(of)
    _settle(candidate, by=by, at=at)
    erasure = Erasure.objects.create(candidate=candidate, basis=basis, counts=counts, by=by, erased_at=at)
    append(
        kind="candidate.erased",
        subject=candidate,
        by=by,
        at=at,
        payload={"basis": basis.value, "things": erasure.total},
    )
    return erasure


def _require_erasable(candidate: Candidate, expected_version: int | None) -> None:
    if candidate.erased_at is not None:
        raise Refused(
            f"This candidate was erased on {candidate.erased_at:%-d %B %Y}; nothing of them is left to erase.",
            code="erased",
        )
    if expected_version is not None and candidate.version != expected_version:
        raise Conflict(f"{candidate} was changed by somebody else in between; look at it again, then repeat.")
    hired = hired_as(candidate)
    if hired is not None:
        raise Refused(
            f"{candidate} was hired as {hired.profile}: what they applied with belongs to their personnel record, "
            "which employment law makes you keep. Remove single documents on their page instead; the rest goes with "
            "the personnel record, when its own time is over.",
            code="hired",
        )
    offer = offer_out(candidate)
    if offer is not None:
        raise Refused(
            f"{candidate} has an offer as {offer.candidacy.profile} ({offer.get_state_display().lower()}), and what is "
            "promised is not erased; withdraw the offer first.",
            code="offer_out",
        )


def _end(candidacy: Candidacy, *, by: User | None, at: datetime) -> None:
    stage_id = candidacy.stage_id
    along = end_candidacy(candidacy, CandidacyState.WITHDRAWN, "", by=by, at=at)
    append(kind="candidacy.withdrawn", subject=candidacy, by=by, at=at, payload={"stage_id": stage_id, **along})


def _settle(candidate: Candidate, *, by: User | None, at: datetime) -> None:
    """What they asked for is done, or has nothing left to be done with; a rule settles nothing in anybody's name."""
    asked = CandidateRequest.objects.filter(candidate=candidate, done_at__isnull=True)
    if by is None:
        asked.delete()
    else:
        asked.update(done_at=at, done_by=by, note=DONE)
