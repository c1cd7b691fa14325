"""Locks a candidacy for an act, and dates the stages that it goes through: the one place that writes StageVisits."""

from datetime import datetime, timedelta

from hiring.models import Candidacy, Candidate, HiringProfile, HiringStage, StageVisit
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.people.domain.role_profiles import RETIRED_PROFILE
from salesmgmt.people.rules import require

INSTANT = timedelta(microseconds=1)
RUNS_FOR_RETIRED = {"nobody_runs_for_a_retired_role_profile": RETIRED_PROFILE}


class CandidacyChanged(Conflict):
    code = "candidacy_changed"


def lock_candidacy(*, candidacy: Candidacy, by: User, expected_version: int | None = None) -> Candidacy:
    """The candidacy's row, locked and fresh. Raises CandidacyChanged when it is no longer at `expected_version`."""
    require(by, "hiring.work_candidates", "change candidacies")
    # Without its stage: PostgreSQL, having waited for a move, would no longer find the row joined to the stage before.
    rows = Candidacy.objects.select_for_update(of=("self",))
    locked = rows.select_related("candidate", "profile__role_profile").get(pk=candidacy.pk)
    require_hirer(by, locked.profile)
    require_not_erased(locked.candidate_id)
    if expected_version is not None and locked.version != expected_version:
        raise CandidacyChanged(
            f"{locked.candidate} was changed by somebody else in between; look at it again, then repeat."
        )
    return locked


def require_not_erased(candidate_id: int) -> None:
    """Raises Refused for what is left of somebody who was erased: a row that is only counted.

    To be called behind the lock of a row that an erasure locks, too: it asks afresh, for what was joined to a row that
    one waited for is as it was before.
    """
    at = Candidate.objects.filter(pk=candidate_id).values_list("erased_at", flat=True).first()
    if at is not None:
        raise Refused(f"This candidate was erased on {at:%-d %B %Y}; enter them anew if they come back.", code="erased")


def require_hirer(by: User, profile: HiringProfile) -> None:
    """Raises NotAllowed for somebody who does not hire for the profile, even if they interview for it."""
    if not HiringProfile.objects.hired_for_by(by).filter(pk=profile.pk).exists():
        raise NotAllowed(f"You do not hire for {profile}; ask one of its hiring managers or a recruiter.")


def require_keeper(user: User, profile: HiringProfile, *, field: str = "owner") -> None:
    """Raises Refused when somebody who is to look after candidates of the profile does not hire for it."""
    if not HiringProfile.objects.hired_for_by(user).filter(pk=profile.pk).exists():
        raise Refused(
            f"{user} does not hire for {profile}; choose one of its hiring managers or a recruiter.",
            code="keeper",
            field=field,
        )


def require_open(candidacy: Candidacy) -> None:
    if not candidacy.is_open:
        raise Refused(
            f"{candidacy.candidate} is {candidacy.get_state_display().lower()} as {candidacy.profile}; "
            "open the candidacy again first.",
            code="closed",
        )


def lock_stage(profile: HiringProfile, stage: HiringStage) -> HiringStage:
    """The stage, which cannot be retired meanwhile. Raises Refused for one of another profile, or no longer in use."""
    if stage.profile_id != profile.pk:
        raise Refused(f"{stage} belongs to another profile; choose a stage of {profile}.", field="stage")
    locked = HiringStage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    if locked.retired_at is not None:
        raise Refused(f"{stage} is no longer in use; choose another stage.", code="retired", field="stage")
    return locked


def enter_stage(candidacy: Candidacy, stage: HiringStage, *, by: User | None, at: datetime) -> StageVisit:
    """Ends the visit that lasts and begins one in `stage`: from `at`, never before a visit that there is already."""
    start = at
    if candidacy.pk is not None:
        latest = StageVisit.objects.filter(candidacy=candidacy).order_by("-entered_at").first()
        start = at if latest is None else max(at, _end_of(latest))
        StageVisit.objects.filter(candidacy=candidacy, left_at__isnull=True).update(left_at=start)
    candidacy.stage, candidacy.stage_entered_at = stage, start
    candidacy.save()
    return StageVisit.objects.create(candidacy=candidacy, stage=stage, entered_at=start, entered_by=by)


def leave_stages(candidacy: Candidacy, *, at: datetime) -> datetime:
    """Ends the visit that lasts, and says when."""
    current = StageVisit.objects.get(candidacy=candidacy, left_at__isnull=True)
    current.left_at = max(at, current.entered_at + INSTANT)
    current.save(update_fields=["left_at"])
    return current.left_at


def _end_of(visit: StageVisit) -> datetime:
    """The first instant at which another visit may begin after this one."""
    after = visit.entered_at + INSTANT
    return after if visit.left_at is None or visit.undone_by_id is not None else max(after, visit.left_at)
