"""What can be taken back in hiring."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.web.undoing import Back, seen, undoable


@undoable("hiring.move", title="Moving a candidate", window=timedelta(minutes=10))
def take_move_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import candidacies
    from hiring.models import Candidacy

    candidacy = seen(Candidacy.objects.visible_to(by), params["candidacy_id"])
    back = candidacies.undo_move(candidacy=candidacy, by=by, at=at, expected_version=params["version"])
    changed = {"stages": sorted([params["from_id"], params["to_id"]]), "row": back.pk}
    return Back(f"{back.candidate} is back in {back.stage}", {"record-changed": changed})


@undoable("hiring.touch", title="Logging a touch", window=timedelta(minutes=10))
def take_touch_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import touches
    from hiring.models import Touch

    touch = seen(Touch.objects.visible_to(by).select_related("entry__candidacy"), params["touch_id"])
    candidacy = touch.entry.candidacy
    touches.undo_touch(touch=touch, by=by, at=at)
    changed = {"stages": [candidacy.stage_id], "row": candidacy.pk}
    return Back("The touch is taken back", {"record-changed": changed})


@undoable("hiring.cancel_opening", title="Cancelling an opening", window=timedelta(minutes=10))
def take_cancel_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import openings
    from hiring.models import Opening

    opening = seen(Opening.objects.visible_to(by), params["opening_id"])
    back = openings.undo_cancel(
        opening=opening, state=params["state"], by=by, at=at, expected_version=params["version"]
    )
    return Back(f"{back} is {back.get_state_display().lower()} again")


@undoable("hiring.remove_document", title="Removing a document", window=timedelta(days=30))
def bring_document_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import documents
    from hiring.models import Candidate, CandidateDocument

    removed = CandidateDocument.objects.filter(candidate__in=Candidate.objects.visible_to(by).values("pk"))
    back = documents.bring_document_back(
        document=seen(removed.select_related("candidate", "stored"), params["document_id"]), by=by, at=at
    )
    return Back(f"{back} is among the documents again", {"documents-changed": {"row": back.candidate_id}})
