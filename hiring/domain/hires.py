"""Hires a candidate: the person, their place and role, and their onboarding journey, all or nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hiring.choices import CandidacyState
from hiring.domain.endings import end_candidacy
from hiring.domain.history import lock_candidacy, require_open
from hiring.domain.openings import fill
from hiring.models import Candidacy, Candidate, Opening
from hiring.rules import may_hire_under
from onboarding.domain.journeys import start_journey
from onboarding.models import Journey, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append, append_each
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place, add_person
from salesmgmt.people.models import Office, Team
from salesmgmt.people.rules import require

HIRED_FROM = "hiring.candidacy"


@dataclass(frozen=True, slots=True)
class Joining:
    """Where and how somebody starts; `plan` is a published version of an onboarding plan, None: that of the profile.
    `opening` is the seat that they fill, None: the bench needs none."""

    start_date: date
    team: Team
    manager: User
    email: str
    office: Office | None = None
    buddy: User | None = None
    it_person: User | None = None
    plan: PlanVersion | None = None
    opening: Opening | None = None


@transaction.atomic
def hire(
    *, candidacy: Candidacy, joining: Joining, by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """Makes a candidate a person of the company: sign-in, place and the role of a rep, and starts their journey.

    They leave every bench, and what else they were a candidate for is withdrawn. Raises Refused, with nothing changed,
    when the address is taken, the manager is not in one's line, or no onboarding plan is published for the profile.
    """
    require(by, "hiring.hire", "hire")
    Candidate.objects.select_for_update().get(pk=candidacy.candidate_id)  # before its candidacies, whoever hires
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    require_open(candidacy)
    if not may_hire_under(by, joining.manager, at=at):
        raise Refused(
            f"You hire into your own line, and {joining.manager} is not in it; choose yourself or somebody below you.",
            code="other_line",
            field="manager",
        )
    user = _add(candidacy, joining, by, at)
    journey = _start(candidacy, joining, user, by, at)
    candidacy.hired_user = user
    along = end_candidacy(candidacy, CandidacyState.HIRED, "", by=by, at=at)
    opening = fill(joining.opening, candidacy, by=by, at=at) if joining.opening else None
    _withdraw_others(candidacy, by, at)
    payload = {
        "user_id": user.pk,
        "journey_id": journey.pk,
        "profile_id": candidacy.profile_id,
        "start_date": joining.start_date,
        **({"opening_id": opening.pk} if opening else {}),
        **along,
    }
    append(kind="candidate.hired", subject=candidacy, by=by, at=at, payload=payload)
    return candidacy


def _add(candidacy: Candidacy, joining: Joining, by: User, at: datetime) -> User:
    return add_person(
        email=joining.email,
        name=candidacy.candidate.name,
        place=Place(
            team=joining.team,
            manager=joining.manager,
            office=joining.office,
            role_profile=candidacy.profile.role_profile,
        ),
        roles=[Role.REP],
        start_date=joining.start_date,
        by=by,
        at=at,
    )


def _start(candidacy: Candidacy, joining: Joining, user: User, by: User, at: datetime) -> Journey:
    return start_journey(
        user=user,
        start_date=joining.start_date,
        plan_version=joining.plan,
        buddy=joining.buddy,
        it_person=joining.it_person,
        hired_from=HIRED_FROM,
        origin_ref=str(candidacy.pk),
        by=by,
        at=at,
    )


def _withdraw_others(hired: Candidacy, by: User, at: datetime) -> None:
    """A person who works here is no candidate for anything else."""
    rows = Candidacy.objects.open().filter(candidate=hired.candidate_id).select_for_update(of=("self",))
    facts = []
    for other in rows.order_by("pk"):
        stage_id = other.stage_id
        reason = f"Hired as {hired.profile}"
        along = end_candidacy(other, CandidacyState.WITHDRAWN, reason, by=by, at=at)
        facts.append((other, {"stage_id": stage_id, **along}))
    append_each(kind="candidacy.withdrawn", facts=facts, by=by, at=at)
