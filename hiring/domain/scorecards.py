"""Writes and submits scorecards: each interviewer for themselves, before they read anybody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hiring.choices import InterviewState, RatingValue, Recommendation
from hiring.domain.history import require_hirer, require_not_erased
from hiring.domain.seating import take_seats
from hiring.models import Candidacy, Interview, Panelist, Rating, Scorecard
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company, Competency, ProfileCompetency
from salesmgmt.people.rules import require

ASKED = "hiring.scorecard_asked"


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """What was seen of one competency; one that was not seen is left out."""

    competency: Competency
    value: int
    evidence: str


@dataclass(frozen=True, slots=True)
class ScorecardFacts:
    """A scorecard as it is written: it replaces what the draft held before."""

    ratings: Sequence[RatingFacts] = ()
    recommendation: str = ""
    summary: str = ""


@transaction.atomic
def save_draft(
    *, interview: Interview, facts: ScorecardFacts, by: User, at: datetime, expected_version: int | None = None
) -> Scorecard:
    """Keeps what somebody on the panel has written so far; nobody else reads a draft.

    Raises Refused for a rating without evidence, or of a competency that the role profile did not ask for on the day
    of the interview.
    """
    card = _lock_own(interview, by, expected_version)
    if not _write(card, facts):
        return card
    append(kind="scorecard.drafted", subject=card, by=by, at=at, payload={"interview_id": interview.pk})
    return card


@transaction.atomic
def submit_scorecard(
    *,
    interview: Interview,
    by: User,
    at: datetime,
    facts: ScorecardFacts | None = None,
    expected_version: int | None = None,
) -> Scorecard:
    """Hands one's scorecard in, as drafted or as given here; from then on it stays as it is, and the interview is held.

    Raises Refused before the interview has begun, and without a recommendation.
    """
    card = _lock_own(interview, by, expected_version)
    if card.interview.scheduled_at > at:
        raise Refused("This interview is still to come; write the scorecard after it.", code="to_come")
    if facts is not None:
        _write(card, facts)
    if not card.recommendation:
        raise Refused(
            "A scorecard ends in a recommendation; choose one.", code="recommendation", field="recommendation"
        )
    card.submitted_at = at
    card.version += 1
    card.save()
    if card.interview.state == InterviewState.PLANNED:
        card.interview.state = InterviewState.HELD
        card.interview.version += 1
        card.interview.save(update_fields=["state", "version"])
        take_seats(card.interview)
    payload = {"interview_id": interview.pk, "candidacy_id": card.interview.candidacy_id}
    append(kind="scorecard.submitted", subject=card, by=by, at=at, payload=payload)
    return card


@transaction.atomic
def ask_for_scorecard(*, seat: Panelist, by: User, at: datetime) -> bool:
    """Reminds somebody of a scorecard that they owe, once a day however often it is asked; whether they were told now.

    Raises Refused when it is in, or when the interview is still to come.
    """
    require(by, "hiring.work_candidates", "ask for scorecards")
    seat = Panelist.objects.select_related("user", "interview__candidacy__profile__role_profile").get(pk=seat.pk)
    require_hirer(by, seat.interview.candidacy.profile)
    if seat.interview.scheduled_at > at:
        raise Refused("This interview is still to come; ask after it.", code="to_come")
    if not Panelist.objects.filter(pk=seat.pk).without_scorecard().exists():
        raise Refused(f"{seat.user} owes no scorecard for this interview; look at it again.", code="nothing_owed")
    today = Company.objects.current().day_of(at)
    told = notify(kind=ASKED, reminders=[Reminder(seat.user_id, seat._meta.label_lower, seat.pk, today)], at=at)
    if told:
        payload = {"interview_id": seat.interview_id, "user_id": seat.user_id}
        append(kind="scorecard.asked_for", subject=seat.interview, by=by, at=at, payload=payload)
    return bool(told)


def _lock_own(interview: Interview, by: User, expected_version: int | None) -> Scorecard:
    """One's own draft for an interview, made if there is none; the interview is locked with it."""
    Candidacy.objects.select_for_update(no_key=True).get(
        pk=interview.candidacy_id
    )  # before its interviews, as everywhere
    rows = Interview.objects.select_for_update(of=("self",))
    interview = rows.select_related("candidacy__profile__role_profile").get(pk=interview.pk)
    require_not_erased(interview.candidacy.candidate_id)
    if not Panelist.objects.filter(interview=interview, user=by).exists():
        raise NotAllowed("You do not sit in this interview; only its panel writes scorecards.")
    if interview.state == InterviewState.CANCELLED:
        raise Refused("This interview was cancelled; nothing needs to be written for it.", code="not_planned")
    card = Scorecard.objects.select_for_update().filter(interview=interview, author=by).first()
    version = card.version if card else 0
    if expected_version is not None and version != expected_version:
        raise Conflict("You changed this scorecard elsewhere in between; look at it again, then repeat.")
    if card is None:
        card = Scorecard(interview=interview, author=by, version=0)
    elif card.submitted_at is not None:
        raise Refused(
            "Your scorecard is submitted and stays as it is; tell the recruiter what to add.", code="submitted"
        )
    card.interview = interview
    return card


def _write(card: Scorecard, facts: ScorecardFacts) -> bool:
    """Puts the facts into a draft; whether anything changed."""
    if facts.recommendation and facts.recommendation not in Recommendation.values:
        raise Refused("This recommendation is not one of the list; choose one.", field="recommendation")
    ratings = _checked(card.interview, facts.ratings)
    known = {row.competency_id: (row.value, row.evidence) for row in card.ratings.all()} if card.pk else {}
    head = (facts.recommendation, facts.summary.strip())
    if card.pk and known == ratings and (card.recommendation, card.summary) == head:
        return False
    card.recommendation, card.summary = head
    card.version += 1
    card.save()
    if known != ratings:
        card.ratings.all().delete()
        Rating.objects.bulk_create(
            Rating(scorecard=card, competency_id=pk, value=value, evidence=evidence)
            for pk, (value, evidence) in ratings.items()
        )
    return True


def _checked(interview: Interview, ratings: Sequence[RatingFacts]) -> dict[int, tuple[int, str]]:
    day = Company.objects.current().day_of(interview.scheduled_at)
    asked = ProfileCompetency.objects.filter(
        profile_id=interview.candidacy.profile.role_profile_id, valid__contains=day
    )
    known = set(asked.values_list("competency_id", flat=True))
    checked: dict[int, tuple[int, str]] = {}
    for rating in ratings:
        name = rating.competency
        if name.pk not in known:
            profile = interview.candidacy.profile
            raise Refused(
                f"{profile} did not ask for {name} on that day; leave it out.", code="competency", field="ratings"
            )
        if name.pk in checked:
            raise Refused(f"{name} is rated twice; keep one rating.", code="twice", field="ratings")
        if rating.value not in RatingValue.values:
            raise Refused(f"{name} is rated from 1 to 5; leave it out if you did not see it.", field="ratings")
        if not rating.evidence.strip():
            raise Refused(
                f"The rating of {name} needs its evidence; write what you saw or heard.",
                code="evidence",
                field="ratings",
            )
        checked[name.pk] = (rating.value, rating.evidence.strip())
    return checked
