"""Enters people who might be hired, and edits what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hiring.choices import Origin
from hiring.domain.history import (
    RUNS_FOR_RETIRED,
    enter_stage,
    lock_stage,
    require_hirer,
    require_keeper,
    require_not_erased,
)
from hiring.domain.sources import require_offered
from hiring.models import Candidacy, Candidate, CandidateCampaign, HiringProfile, HiringStage
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

SENTENCES = {
    "a_candidate_has_a_name": "A candidate needs a name; write one.",
    "a_candidate_email_has_an_at": "An e-mail address needs an @; correct it.",
    "a_candidate_email_is_one_word": "An e-mail address is one word, without blanks or line breaks; correct it.",
    "an_applicant_can_be_reached": "We need an e-mail address or a phone number to answer; write one.",
    "hiring_candidate_email_key": "Another candidate has this e-mail address; look for that one, or correct it.",
}
_FIELD_OF = {
    "a_candidate_has_a_name": "name",
    "an_applicant_can_be_reached": "email",
    "a_candidate_email_has_an_at": "email",
    "a_candidate_email_is_one_word": "email",
    "hiring_candidate_email_key": "email",
}
EDITABLE = ("name", "email", "phone", "headline", "location", "source", "about")
_FILLED_IN = ("phone", "headline", "location", "source", "about")


@dataclass(frozen=True, slots=True)
class Came:
    """By which door somebody came, and where it is known by which campaign, and who of the company recommended them."""

    origin: Origin = Origin.HAND
    campaign: CandidateCampaign | None = None
    referred_by: User | None = None

    def with_source(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """A campaign's source is that of a new candidate of whom no other is said."""
        return facts if self.campaign is None or facts.get("source") else {**facts, "source": self.campaign.source}


@transaction.atomic
def enter_candidate(
    *,
    profile: HiringProfile,
    facts: Mapping[str, Any],
    by: User,
    at: datetime,
    stage: HiringStage | None = None,
    owner: User | None = None,
    came: Came | None = None,
) -> Candidacy:
    """A candidacy for the profile, in its first stage or a given one; `facts` give the name and what else is known.

    Somebody known by the e-mail address stays the same candidate: what is known of them stays, blanks are filled in.
    Raises Refused when they run for this profile already, and says in which stage.
    """
    require(by, "hiring.work_candidates", "enter candidates")
    require_hirer(by, profile)
    owner = by if owner is None else owner
    require_keeper(owner, profile)
    came = came or Came()
    require_offered(facts.get("source"))
    candidate, is_new = known_or_new(came.with_source(facts), by=by, at=at)
    if not is_new:
        _fill_in(candidate, facts, by=by, at=at)
    return begin_candidacy(candidate, profile, stage=stage, owner=owner, came=came, by=by, at=at)


@transaction.atomic
def edit_candidate(
    *, candidate: Candidate, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Candidate:
    """Changes what is known of a person; what is not given stays."""
    require(by, "hiring.work_candidates", "change candidates")
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if not (reads_every_candidate(by) or Candidacy.objects.workable_by(by).filter(candidate=candidate).exists()):
        raise NotAllowed("You do not hire for a profile of this candidate; ask a recruiter.")
    require_not_erased(candidate.pk)
    if expected_version is not None and candidate.version != expected_version:
        raise Conflict(f"{candidate} was changed by somebody else in between; look at it again, then repeat.")
    facts = cleaned(facts)
    require_offered(facts.get("source"), keep=candidate.source_id)
    changed = [field for field, value in facts.items() if getattr(candidate, field) != value]
    if not changed:
        return candidate
    for field in changed:
        setattr(candidate, field, facts[field])
    candidate.version += 1
    _save(candidate)
    append(kind="candidate.edited", subject=candidate, by=by, at=at, payload={"fields": changed})
    return candidate


def known_or_new(facts: Mapping[str, Any], *, by: User | None, at: datetime) -> tuple[Candidate, bool]:
    """The candidate with the e-mail address of `facts`, locked and as they are, or a new one; and whether it is new."""
    facts = cleaned(facts)
    rows = Candidate.objects.select_for_update()
    known = rows.filter(email=facts["email"]).first() if facts.get("email") else None
    if known is not None:
        return known, False
    candidate = Candidate(**facts, created_by=by, created_at=at)
    try:
        _save(candidate)
    except Refused as refusal:
        if refusal.code != "hiring_candidate_email_key":
            raise
        return rows.get(email=facts["email"]), False  # entered by somebody else at this moment
    append(kind="candidate.entered", subject=candidate, by=by, at=at, payload={"source_id": candidate.source_id})
    return candidate, True


def _fill_in(candidate: Candidate, facts: Mapping[str, Any], *, by: User, at: datetime) -> None:
    facts = cleaned(facts)
    filled = [name for name in _FILLED_IN if facts.get(name) and not getattr(candidate, name)]
    if not filled:
        return
    for name in filled:
        setattr(candidate, name, facts[name])
    candidate.version += 1
    _save(candidate)
    append(kind="candidate.edited", subject=candidate, by=by, at=at, payload={"fields": filled})


def begin_candidacy(
    candidate: Candidate,
    profile: HiringProfile,
    *,
    stage: HiringStage | None,
    owner: User | None,
    came: Came,
    by: User | None,
    at: datetime,
    applied_at: datetime | None = None,
) -> Candidacy:
    """Opens a candidacy of a locked candidate, as part of a verb. Raises Refused when one is open there already."""
    running = Candidacy.objects.open().filter(candidate=candidate, profile=profile).select_related("stage").first()
    if running is not None:
        raise Refused(
            f"{candidate} runs for {profile} already, in {running.stage}; open that candidacy instead.",
            code="runs_already",
            field="email",
        )
    first = lock_stage(profile, stage or profile.stages.in_use().earliest("position"))
    candidacy = Candidacy(
        candidate=candidate,
        profile=profile,
        owner=owner,
        origin=came.origin,
        applied_at=applied_at or at,
        campaign=came.campaign,
        referred_by=came.referred_by,
    )
    with refusing(RUNS_FOR_RETIRED, field="profile"):
        enter_stage(candidacy, first, by=by, at=applied_at or at)
    payload = {"profile_id": profile.pk, "stage_id": first.pk, "origin": came.origin, "owner_id": candidacy.owner_id}
    append(kind="candidacy.opened", subject=candidacy, by=by, at=at, payload=payload)
    return candidacy


def cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with their blanks trimmed, and no e-mail address as None. Raises Refused for one that is no fact."""
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be edited here; edit {', '.join(EDITABLE)}.")
    trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if "email" in trimmed:
        trimmed["email"] = trimmed["email"] or None
    return trimmed


def _save(candidate: Candidate) -> None:
    try:
        with refusing(SENTENCES):
            candidate.save()
    except Refused as refusal:
        raise Refused(refusal.message, code=refusal.code, field=_FIELD_OF[refusal.code]) from refusal
