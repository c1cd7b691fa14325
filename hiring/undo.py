"""What can be taken back in hiring."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from salesmgmt.accounts.models import User
from salesmgmt.web.undoing import Back, seen, undoable

if TYPE_CHECKING:
    from hiring.models import Candidacy


def _tells(candidacy: "Candidacy", *stages: int) -> dict[str, Any]:
    """To the lists beside which columns and which row have changed, to the record itself that it is drawn anew."""
    return {"record-changed": {"stages": sorted(stages), "row": candidacy.pk}, "record-undone": {"row": candidacy.pk}}


@undoable("hiring.move", title="Moving a candidate", window=timedelta(minutes=10))
def take_move_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import candidacies
    from hiring.models import Candidacy

    candidacy = seen(Candidacy.objects.visible_to(by), params["candidacy_id"])
    back = candidacies.undo_move(candidacy=candidacy, by=by, at=at, expected_version=params["version"])
    return Back(f"{back.candidate} is back in {back.stage}", _tells(back, params["from_id"], params["to_id"]))


@undoable("hiring.touch", title="Logging a touch", window=timedelta(minutes=10))
def take_touch_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import touches
    from hiring.models import Touch

    touch = seen(Touch.objects.visible_to(by).select_related("entry__candidacy"), params["touch_id"])
    candidacy = touch.entry.candidacy
    touches.undo_touch(touch=touch, by=by, at=at)
    return Back("The touch is taken back", _tells(candidacy, candidacy.stage_id))


@undoable("hiring.tag", title="Tagging a candidate", window=timedelta(minutes=10))
def take_tagging_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import tags
    from hiring.models import Candidacy

    candidacy = seen(Candidacy.objects.visible_to(by), params["candidacy_id"])
    back = tags.undo_tagging(
        candidacy=candidacy, put=params["put"], off=params["off"], by=by, at=at, expected_version=params["version"]
    )
    return Back(f"The tags of {back.candidate} are as they were", _tells(back, back.stage_id))


@undoable("hiring.came", title="Saying how a candidate came", window=timedelta(minutes=10))
def take_came_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from hiring.domain import came
    from hiring.models import Candidacy

    candidacy = seen(Candidacy.objects.visible_to(by), params["candidacy_id"])
    back = came.undo_came(
        candidacy=candidacy,
        campaign_id=params["campaign_id"],
        referred_by_id=params["referred_by_id"],
        by=by,
        at=at,
        expected_version=params["version"],
    )
    return Back(f"How {back.candidate} came is as it was", _tells(back, back.stage_id))


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
