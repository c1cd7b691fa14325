"""Drafts openings, asks to open them, cancels them, and fills them as part of a hire."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hiring.choices import OpeningReason, OpeningState
from hiring.domain.history import require_hirer
from hiring.models import Candidacy, HiringProfile, Opening
from hiring.models.opening import OPENING_APPROVAL
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.asking import ask, overtake
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.role_profiles import RETIRED_PROFILE
from salesmgmt.people.domain.teams import RETIRED_TEAM
from salesmgmt.people.models import Team
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

_TEAM = {"no_seat_is_to_be_filled_in_a_retired_team": RETIRED_TEAM}
_PROFILE = {"no_seat_of_a_retired_role_profile_is_to_be_filled": RETIRED_PROFILE}
_CLOSED = (OpeningState.FILLED, OpeningState.CANCELLED)


class OpeningChanged(Conflict):
    code = "opening_changed"


@transaction.atomic
def draft_opening(
    *, profile: HiringProfile, team: Team, reason: str, target_date: date, by: User, at: datetime
) -> Opening:
    """A seat to fill, as a draft; `ask_to_open` opens it."""
    require(by, "hiring.work_candidates", "draft openings")
    require_hirer(by, profile)
    _require_reason(reason)
    with refusing(_TEAM, field="team"), refusing(_PROFILE, field="profile"):
        opening = Opening.objects.create(
            profile=profile, team=team, reason=reason, target_date=target_date, drafted_by=by, drafted_at=at
        )
    append(kind="opening.drafted", subject=opening, by=by, at=at, payload=_payload(opening))
    return opening


@transaction.atomic
def ask_to_open(*, opening: Opening, by: User, at: datetime, expected_version: int | None = None) -> Opening:
    """Asks for a yes to a draft, whose last yes opens it; where nobody is set up to approve openings it opens now."""
    opening = lock_opening(opening=opening, by=by, expected_version=expected_version)
    if opening.state != OpeningState.DRAFT:
        raise Refused(
            f"This opening is {opening.get_state_display().lower()} already; look at it again.", code="not_a_draft"
        )
    opening.state = OpeningState.WAITING
    _save(opening)
    params = {"opening_id": opening.pk, "profile": str(opening.profile), "team": str(opening.team)}
    if ask(kind=OPENING_APPROVAL, subject=opening, params=params, by=by, at=at) is None:
        return open_up(opening=opening, by=by, at=at)
    append(kind="opening.asked_for", subject=opening, by=by, at=at, payload=_payload(opening))
    return opening


def open_up(*, opening: Opening, by: User, at: datetime) -> Opening:
    """Opens a locked opening that waits, as part of asking or of the last yes; time to fill counts from here."""
    opening.state, opening.opened_at = OpeningState.OPEN, at
    _save(opening)
    append(kind="opening.opened", subject=opening, by=by, at=at, payload=_payload(opening))
    return opening


def back_to_draft(*, opening: Opening, by: User, at: datetime) -> None:
    """Puts a locked opening back whose request ended without a yes."""
    if opening.state == OpeningState.WAITING:
        opening.state = OpeningState.DRAFT
        _save(opening)
        append(kind="opening.not_approved", subject=opening, by=by, at=at, payload=_payload(opening))


@transaction.atomic
def cancel_opening(
    *, opening: Opening, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Opening:
    """The seat is not to be filled after all; whatever waits for a yes about it is over."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say in a few words why the seat is not to be filled.", code="reason_missing", field="reason")
    if len(reason) > Opening._meta.get_field("cancel_reason").max_length:
        raise Refused("A reason has at most 200 characters; shorten it.", code="reason_too_long", field="reason")
    checked = lock_opening(opening=opening, by=by, expected_version=expected_version, is_locked=False)
    _require_not_closed(checked)
    overtake(kind=OPENING_APPROVAL, subject=opening, by=by, at=at)
    opening = lock_opening(opening=opening, by=by)
    _require_not_closed(opening)
    before = opening.state
    opening.state, opening.cancel_reason = OpeningState.CANCELLED, reason
    opening.closed_at = max(at, opening.opened_at or at)
    _save(opening)
    append(kind="opening.cancelled", subject=opening, by=by, at=at, payload={**_payload(opening), "from_state": before})
    params = {"opening_id": opening.pk, "version": opening.version, "state": before}
    offer_undo(verb="hiring.cancel_opening", subject=opening, params=params, by=by, at=at)
    return opening


@transaction.atomic
def undo_cancel(*, opening: Opening, state: str, by: User, at: datetime, expected_version: int) -> Opening:
    """The opening is as it was before it was cancelled; it opened when it did."""
    opening = lock_opening(opening=opening, by=by, expected_version=expected_version)
    opening.state, opening.closed_at, opening.cancel_reason = OpeningState(state), None, ""
    with refusing(_TEAM | _PROFILE):
        _save(opening)
    append(kind="opening.cancel_undone", subject=opening, by=by, at=at, payload=_payload(opening))
    return opening


def fill(opening: Opening, candidacy: Candidacy, *, by: User, at: datetime) -> Opening:
    """Gives the seat to a locked candidacy, as part of a hire. Raises Refused unless it is open and of the profile."""
    opening = Opening.objects.select_for_update(of=("self",)).select_related("team").get(pk=opening.pk)
    if opening.profile_id != candidacy.profile_id:
        raise Refused(
            f"This opening is for another role profile; choose one for {candidacy.profile}.",
            code="other_profile",
            field="opening",
        )
    if opening.state != OpeningState.OPEN:
        raise Refused(
            f"This opening is {opening.get_state_display().lower()}; choose one that is open, or hire without one.",
            code="opening_not_open",
            field="opening",
        )
    opening.state, opening.filled_by, opening.closed_at = OpeningState.FILLED, candidacy, max(at, opening.opened_at)
    _save(opening)
    append(
        kind="opening.filled",
        subject=opening,
        by=by,
        at=at,
        payload={**_payload(opening), "candidacy_id": candidacy.pk},
    )
    return opening


def lock_opening(*, opening: Opening, by: User, expected_version: int | None = None, is_locked: bool = True) -> Opening:
    """The opening, fresh. Raises OpeningChanged when it is no longer at `expected_version`."""
    require(by, "hiring.work_candidates", "change openings")
    rows = Opening.objects.select_for_update(of=("self",)) if is_locked else Opening.objects.all()
    locked = rows.select_related("profile__role_profile", "team").get(pk=opening.pk)
    require_hirer(by, locked.profile)
    if expected_version is not None and locked.version != expected_version:
        raise OpeningChanged("This opening was changed by somebody else in between; look at it again, then repeat.")
    return locked


def _payload(opening: Opening) -> Mapping[str, Any]:
    return {"profile_id": opening.profile_id, "team_id": opening.team_id, "reason": opening.reason}


def _require_reason(reason: str) -> None:
    if reason not in OpeningReason.values:
        raise Refused(
            f"“{reason}” is no reason for an opening; choose one of {', '.join(OpeningReason.values)}.",
            code="opening_reason",
            field="reason",
        )


def _require_not_closed(opening: Opening) -> None:
    if opening.state in _CLOSED:
        raise Refused(
            f"This opening is {opening.get_state_display().lower()} already; draft another one.", code="opening_closed"
        )


def _save(opening: Opening) -> None:
    opening.version += 1
    opening.save()
