"""Moves candidates between stages, takes a move back, and hands them to another recruiter or manager."""

from datetime import datetime

from django.db import transaction

from hiring.domain.history import INSTANT, enter_stage, lock_candidacy, lock_stage, require_keeper, require_open
from hiring.models import Candidacy, HiringStage, StageVisit
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo


@transaction.atomic
def move_candidacy(
    *, candidacy: Candidacy, to: HiringStage, by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """Puts an open candidacy into another stage of its profile; into the one where it is already nothing happens."""
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    require_open(candidacy)
    to = lock_stage(candidacy.profile, to)
    if candidacy.stage_id == to.pk:
        return candidacy
    before = candidacy.stage_id
    candidacy.version += 1
    enter_stage(candidacy, to, by=by, at=at)
    append(kind="candidacy.moved", subject=candidacy, by=by, at=at, payload={"from_id": before, "to_id": to.pk})
    params = {"candidacy_id": candidacy.pk, "version": candidacy.version, "from_id": before, "to_id": to.pk}
    offer_undo(verb="hiring.move", subject=candidacy, params=params, by=by, at=at)
    return candidacy


@transaction.atomic
def undo_move(*, candidacy: Candidacy, by: User, at: datetime, expected_version: int) -> Candidacy:
    """Takes the last move back, while nobody changed the candidacy since; the visit stays, marked."""
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    require_open(candidacy)
    undone, restored = _last_move(candidacy)
    lock_stage(candidacy.profile, restored.stage)
    undone.left_at, undone.undone_by = max(at, undone.entered_at + INSTANT), by
    undone.save(update_fields=["left_at", "undone_by"])
    restored.left_at = None
    restored.save(update_fields=["left_at"])
    candidacy.stage, candidacy.stage_entered_at = restored.stage, restored.entered_at
    candidacy.version += 1
    candidacy.save()
    payload = {"from_id": undone.stage_id, "to_id": restored.stage_id}
    append(kind="candidacy.move_undone", subject=candidacy, by=by, at=at, payload=payload)
    return candidacy


@transaction.atomic
def give_candidacy(
    *, candidacy: Candidacy, to: User, by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """Makes somebody else who hires for the profile look after the candidate."""
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    if candidacy.owner_id == to.pk:
        return candidacy
    require_keeper(to, candidacy.profile, field="to")
    before, candidacy.owner = candidacy.owner_id, to
    candidacy.version += 1
    candidacy.save()
    append(kind="candidacy.given", subject=candidacy, by=by, at=at, payload={"from_id": before, "to_id": to.pk})
    return candidacy


def _last_move(candidacy: Candidacy) -> tuple[StageVisit, StageVisit]:
    """The visit that the last move began, and the one that it ended. Raises Refused if the last act was no move."""
    visits = StageVisit.objects.counted().filter(candidacy=candidacy).select_related("stage")
    last, *earlier = visits.order_by("-entered_at")[:2]
    if not earlier or earlier[0].left_at != last.entered_at:
        raise Refused(
            f"The last act on {candidacy.candidate} was not a move; choose the stage you want.", code="no_move"
        )
    return last, earlier[0]
