"""Ends candidacies without a hire, and opens them again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hiring.choices import CandidacyState, CandidateMailKind, InterviewState
from hiring.domain.history import (
    INSTANT,
    RUNS_FOR_RETIRED,
    enter_stage,
    leave_stages,
    lock_candidacy,
    lock_stage,
    require_open,
)
from hiring.domain.interviews import call_off
from hiring.domain.letters import write_to
from hiring.domain.offers import withdraw_offers_of
from hiring.models import BenchEntry, Candidacy, Candidate, HiringStage, Interview
from hiring.queries.letter_words import rejection_words
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company

MOST_DAYS_LATER, MOST_WORDS = 30, 5000


@dataclass(frozen=True, slots=True)
class Farewell:
    """What a rejected candidate is told by mail, `days` from now; without words, those of the profile."""

    words: str
    days: int = 0


@transaction.atomic
def reject(
    *,
    candidacy: Candidacy,
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
    farewell: Farewell | None = None,
) -> Candidacy:
    """We say no. The candidate leaves the bench of this candidacy, and interviews still to come are cancelled.

    The mail of a farewell leaves when its time has come, unless before that the candidacy was opened again or the
    candidate withdrew.
    """
    if farewell is not None:
        _check_farewell(farewell)
    closed = _close(candidacy, CandidacyState.REJECTED, reason, by, at, expected_version)
    if farewell is not None:
        _require_address(closed.candidate)
        name, after = closed.candidate.name, timedelta(days=farewell.days)
        words = farewell.words.strip() or rejection_words(closed.profile, name=name, sender=by)
        write_to(closed, CandidateMailKind.REJECTED, by=by, at=at, after=after, text=words)
    return closed


def _require_address(candidate: Candidate) -> None:
    """A mail that never leaves would tell them nothing, and their page would wait for it."""
    if not candidate.email:
        raise Refused(
            f"{candidate} has no e-mail address for a mail to go to; write one down first, or tell them yourself.",
            code="farewell_address",
            field="days",
        )


def _check_farewell(farewell: Farewell) -> None:
    if len(farewell.words) > MOST_WORDS:
        raise Refused(
            "What they are told has up to 5,000 characters; shorten it.", code="farewell_words", field="words"
        )
    if not 0 <= farewell.days <= MOST_DAYS_LATER:
        raise Refused("A mail leaves within 30 days; choose fewer.", code="farewell_days", field="days")


@transaction.atomic
def withdraw(
    *, candidacy: Candidacy, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """They say no; the rest is as in `reject`."""
    return _close(candidacy, CandidacyState.WITHDRAWN, reason, by, at, expected_version)


@transaction.atomic
def reopen(
    *,
    candidacy: Candidacy,
    by: User,
    at: datetime,
    to: HiringStage | None = None,
    expected_version: int | None = None,
) -> Candidacy:
    """Opens a rejected or withdrawn candidacy again, in the stage where it ended or another one.

    Refused where both said no: taking ours back does not take back theirs, and both stay written down. Who comes back
    after that runs in another candidacy.
    """
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    if candidacy.is_open:
        raise Refused(f"{candidacy.candidate} is open already; move the candidacy instead.", code="open")
    if candidacy.state == CandidacyState.HIRED:
        raise Refused(
            f"{candidacy.candidate} was hired; enter the person as a candidate for another profile.", code="hired"
        )
    if candidacy.withdrew_at is not None:
        on = Company.objects.current().day_of(candidacy.withdrew_at)
        raise Refused(
            f"{candidacy.candidate} withdrew on {on:%-d %B %Y}, before being told of the rejection, "
            f"and opening it again would take that back; enter them anew for {candidacy.profile} if they come back.",
            code="withdrew_untold",
        )
    stage = lock_stage(candidacy.profile, to or candidacy.stage)
    before, ended = candidacy.state, candidacy.ended_at
    candidacy.state, candidacy.ended_at, candidacy.end_reason = CandidacyState.OPEN, None, ""
    candidacy.version += 1
    sentence = f"{candidacy.candidate} runs for {candidacy.profile} in another candidacy; open that one instead."
    with refusing({"a_candidate_runs_once_at_a_time_for_a_profile": sentence, **RUNS_FOR_RETIRED}):
        enter_stage(candidacy, stage, by=by, at=max(at, ended + INSTANT))
    payload = {"from_state": before, "to_id": stage.pk, "ended_at": ended}
    append(kind="candidacy.reopened", subject=candidacy, by=by, at=at, payload=payload)
    return candidacy


def end_candidacy(candidacy: Candidacy, state: str, reason: str, *, by: User | None, at: datetime) -> dict[str, int]:
    """Closes a locked candidacy, as part of a verb whose event tells what this answers: what went with it. Live offers
    are withdrawn; the one that somebody hired has accepted stays."""
    ended = leave_stages(candidacy, at=at)
    candidacy.state, candidacy.ended_at, candidacy.end_reason = state, ended, reason
    candidacy.version += 1
    candidacy.save()
    is_hired = state == CandidacyState.HIRED
    withdraw_offers_of(candidacy, CandidacyState(state).label, by=by, at=at, keep_accepted=is_hired)
    standing = BenchEntry.objects.standing().filter(candidacy=candidacy)
    left = _leave(standing, CandidacyState(state).label, ended)
    planned = Interview.objects.filter(candidacy=candidacy, state=InterviewState.PLANNED, scheduled_at__gte=at)
    to_come = list(planned.select_for_update().order_by("pk"))
    for interview in to_come:
        call_off(interview, by=by, at=at)
    return {"left_bench": left, "cancelled": len(to_come)}


def _leave(entries, reason: str, at: datetime) -> int:
    count = 0
    for entry in entries.select_for_update().order_by("pk"):
        entry.left_at, entry.leave_reason = max(at, entry.put_at + INSTANT), reason
        entry.version += 1
        entry.save()
        count += 1
    return count


def _close(
    candidacy: Candidacy, state: CandidacyState, reason: str, by: User, at: datetime, expected_version: int | None
) -> Candidacy:
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    require_open(candidacy)
    reason = reason.strip()
    if not reason:
        raise Refused("Say why in a few words: it helps when they come back.", code="reason_missing", field="reason")
    if len(reason) > Candidacy._meta.get_field("end_reason").max_length:
        raise Refused("A reason has at most 200 characters; shorten it.", code="reason_too_long", field="reason")
    stage_id = candidacy.stage_id
    along = end_candidacy(candidacy, state, reason, by=by, at=at)
    payload = {"stage_id": stage_id, **along}
    append(kind=f"candidacy.{state.lower()}", subject=candidacy, by=by, at=at, payload=payload)
    return candidacy
