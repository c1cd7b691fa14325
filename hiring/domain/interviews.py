"""Plans interviews, moves them, and says that they took place or not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hiring.choices import BookingMailKind, CandidateMailKind, InterviewState
from hiring.domain.history import lock_candidacy, lock_stage, require_hirer, require_not_erased, require_open
from hiring.domain.invitations import invite_by_hand, tell_of
from hiring.domain.seating import require_free, take_seats
from hiring.models import Candidacy, HiringStage, Interview, Panelist, Scorecard
from hiring.queries.people import interviewers
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_SENTENCES = {
    "an_interview_lasts_5_to_480_minutes": "An interview lasts between 5 minutes and 8 hours; correct the minutes."
}


@transaction.atomic
def plan_interview(
    *,
    candidacy: Candidacy,
    scheduled_at: datetime,
    panel: Sequence[User],
    by: User,
    at: datetime,
    stage: HiringStage | None = None,
    minutes: int = 45,
    place: str = "",
) -> Interview:
    """An interview in the candidacy's stage (or another one), and who sits in it; each of them owes a scorecard."""
    candidacy = lock_candidacy(candidacy=candidacy, by=by)
    require_open(candidacy)
    stage = lock_stage(candidacy.profile, stage or candidacy.stage)
    users = require_panel(panel)
    require_free(users, scheduled_at=scheduled_at, minutes=minutes, at=at)
    return place_interview(
        Interview(candidacy=candidacy, stage=stage, scheduled_at=scheduled_at, minutes=minutes, place=place.strip()),
        users,
        by=by,
        at=at,
    )


@transaction.atomic
def plan_by_hand(*, by: User, at: datetime, invite: bool = False, **facts: Any) -> Interview:
    """Plans an interview; with `invite` the candidate gets it by mail for their calendar, and hears when it is moved or
    called off."""
    interview = plan_interview(**facts, by=by, at=at)
    if invite:
        invite_by_hand(interview, CandidateMailKind.INVITED, by=by, at=at)
    return interview


def place_interview(interview: Interview, panel: Sequence[User], *, by: User | None, at: datetime) -> Interview:
    """Writes an interview with a panel that was found free, as part of planning or of a booking (by nobody of ours)."""
    with refusing(_SENTENCES, field="minutes"):
        interview.save()
    Panelist.objects.bulk_create(Panelist(interview=interview, user=user) for user in panel)
    take_seats(interview)
    payload = {
        "candidacy_id": interview.candidacy_id,
        "stage_id": interview.stage_id,
        "scheduled_at": interview.scheduled_at,
        "panel_ids": [user.pk for user in panel],
    }
    append(kind="interview.planned", subject=interview, by=by, at=at, payload=payload)
    return interview


@transaction.atomic
def reschedule(
    *,
    interview: Interview,
    scheduled_at: datetime,
    by: User,
    at: datetime,
    minutes: int | None = None,
    place: str | None = None,
    expected_version: int | None = None,
) -> Interview:
    """Gives a planned interview another time; minutes and place stay where none are given."""
    interview = _lock(interview, by, expected_version)
    _require_planned(interview)
    minutes = interview.minutes if minutes is None else minutes
    place = interview.place if place is None else place.strip()
    if (interview.scheduled_at, interview.minutes, interview.place) == (scheduled_at, minutes, place):
        return interview
    if (interview.scheduled_at, interview.minutes) != (scheduled_at, minutes):
        seated = User.objects.filter(interview_seats__interview=interview)
        require_free(list(seated), scheduled_at=scheduled_at, minutes=minutes, at=at, besides=interview.pk)
    interview.minutes, interview.place = minutes, place
    return move_interview(interview, scheduled_at, by=by, at=at)


def move_interview(interview: Interview, scheduled_at: datetime, *, by: User | None, at: datetime) -> Interview:
    """Gives a locked interview a time at which its panel was found free, as part of a verb that moves it."""
    before, interview.scheduled_at = interview.scheduled_at, scheduled_at
    with refusing(_SENTENCES, field="minutes"):
        _save(interview)
    take_seats(interview)
    payload = {"candidacy_id": interview.candidacy_id, "from_at": before, "scheduled_at": scheduled_at}
    append(kind="interview.rescheduled", subject=interview, by=by, at=at, payload=payload)
    tell_of(interview, BookingMailKind.MOVED, by=by, at=at)
    return interview


@transaction.atomic
def cancel(*, interview: Interview, by: User, at: datetime, expected_version: int | None = None) -> Interview:
    """The interview does not take place, or did not; nobody owes a scorecard for it any more.

    Nobody says so of one that had begun to get out of rating before they read others.
    """
    interview = _lock(interview, by, expected_version)
    _require_planned(interview)
    if interview.scheduled_at <= at:
        _require_nothing_to_read(interview, by)
    return call_off(interview, by=by, at=at)


def _require_nothing_to_read(interview: Interview, by: User) -> None:
    """Raises Refused for somebody who sat in it, while others' scorecards wait for theirs."""
    if not Panelist.objects.filter(interview=interview, user=by).exists():
        return
    submitted = Scorecard.objects.filter(interview__candidacy=interview.candidacy_id, submitted_at__isnull=False)
    if submitted.exclude(pk__in=Scorecard.objects.visible_to(by).values("pk")).exists():
        raise Refused(
            "Others' scorecards would open to you by this; ask somebody else to say that it did not take place.",
            code="own_seat",
        )


def call_off(interview: Interview, *, by: User | None, at: datetime) -> Interview:
    """Cancels a locked interview that is planned, as part of a verb that does; the candidate hears of one to come."""
    interview.state = InterviewState.CANCELLED
    _save(interview)
    take_seats(interview)
    payload = {"candidacy_id": interview.candidacy_id}
    append(kind="interview.cancelled", subject=interview, by=by, at=at, payload=payload)
    if interview.scheduled_at > at:
        tell_of(interview, BookingMailKind.CANCELLED, by=by, at=at)
    return interview


@transaction.atomic
def mark_held(*, interview: Interview, by: User, at: datetime, expected_version: int | None = None) -> Interview:
    """The interview took place; whoever sat in it may say so, too."""
    sat = Panelist.objects.filter(interview=interview, user=by).exists()
    interview = _lock(interview, by, expected_version, sat=sat)
    if interview.state == InterviewState.HELD:
        return interview
    _require_planned(interview)
    if interview.scheduled_at > at:
        raise Refused("This interview is still to come; give it another time first.", code="to_come")
    interview.state = InterviewState.HELD
    _save(interview)
    take_seats(interview)
    append(kind="interview.held", subject=interview, by=by, at=at, payload={"candidacy_id": interview.candidacy_id})
    return interview


@transaction.atomic
def change_panel(
    *, interview: Interview, panel: Sequence[User], by: User, at: datetime, expected_version: int | None = None
) -> Interview:
    """Says who sits in an interview. Whoever has submitted a scorecard stays; a draft goes with its author.

    Nobody takes themselves off once the interview was held: they would get out of rating before they read others.
    """
    interview = _lock(interview, by, expected_version)
    if interview.state == InterviewState.CANCELLED:
        raise Refused("This interview was cancelled; plan another one.", code="not_planned")
    seated = set(interview.panel.values_list("user_id", flat=True))
    wanted = {user.pk for user in panel}
    if seated == wanted:
        return interview
    _require_somebody(panel)
    joining = [user for user in panel if user.pk not in seated]
    _require_able(joining)
    if interview.state == InterviewState.PLANNED:
        require_free(joining, scheduled_at=interview.scheduled_at, minutes=interview.minutes, at=at)
    leaving = seated - wanted
    _require_free_to_go(interview, leaving, by, at)
    Scorecard.objects.filter(interview=interview, author_id__in=leaving).delete()
    interview.panel.filter(user_id__in=leaving).delete()
    Panelist.objects.bulk_create(Panelist(interview=interview, user_id=pk) for pk in sorted(wanted - seated))
    _save(interview)
    take_seats(interview)
    payload = {"candidacy_id": interview.candidacy_id, "panel_ids": sorted(wanted)}
    append(kind="interview.panel_changed", subject=interview, by=by, at=at, payload=payload)
    return interview


def _require_free_to_go(interview: Interview, leaving: set[int], by: User, at: datetime) -> None:
    written = Scorecard.objects.filter(interview=interview, author_id__in=leaving, submitted_at__isnull=False)
    if (card := written.select_related("author").first()) is not None:
        raise Refused(f"{card.author} has submitted a scorecard and stays on the panel.", code="has_written")
    if by.pk in leaving and interview.scheduled_at <= at:
        raise Refused(
            "You owe a scorecard for this interview; write it, or ask somebody else to take you off the panel.",
            code="own_seat",
        )


def require_panel(panel: Sequence[User]) -> list[User]:
    """Each of them once. Raises Refused where there is nobody, or somebody who does not interview."""
    users = list({user.pk: user for user in panel}.values())
    _require_somebody(users)
    _require_able(users)
    return users


def _require_somebody(panel: Sequence[User]) -> None:
    if not panel:
        raise Refused("An interview needs somebody who sees the candidate; choose at least one.", field="panel")


def _require_able(users: Sequence[User]) -> None:
    """Raises Refused for somebody who does not interview."""
    able = set(interviewers().filter(pk__in=[user.pk for user in users]).values_list("pk", flat=True))
    for user in users:
        if user.pk not in able:
            raise Refused(f"{user} does not interview; choose an interviewer, manager or recruiter.", field="panel")


def _lock(interview: Interview, by: User, expected_version: int | None, *, sat: bool = False) -> Interview:
    """The interview, locked; somebody who `sat` in it needs no right to change candidacies."""
    Candidacy.objects.select_for_update(no_key=True).get(
        pk=interview.candidacy_id
    )  # before its interviews, as everywhere
    rows = Interview.objects.select_for_update(of=("self",))
    locked = rows.select_related("candidacy__profile__role_profile", "candidacy__candidate").get(pk=interview.pk)
    require_not_erased(locked.candidacy.candidate_id)
    if not sat:
        require(by, "hiring.work_candidates", "change interviews")
        require_hirer(by, locked.candidacy.profile)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict("This interview was changed by somebody else in between; look at it again, then repeat.")
    return locked


def _require_planned(interview: Interview) -> None:
    if interview.state != InterviewState.PLANNED:
        state = interview.get_state_display().lower()
        raise Refused(f"This interview was {state}; plan another one.", code="not_planned")


def _save(interview: Interview) -> None:
    interview.version += 1
    interview.save()
