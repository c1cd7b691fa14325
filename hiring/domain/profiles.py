"""Sets up how a role profile is hired for: its form for applicants, its stages, and who hires."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hiring.choices import HiringStageKind
from hiring.models import Hirer, HiringProfile, HiringStage, KitPart
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.role_profiles import RETIRED_PROFILE
from salesmgmt.people.models import RoleProfile
from salesmgmt.people.rules import require

STANDARD_STAGES = [
    ("Applied", HiringStageKind.APPLICATION, 5),
    ("Screen", HiringStageKind.INTERVIEW, 7),
    ("Interview", HiringStageKind.INTERVIEW, 10),
    ("Role play", HiringStageKind.INTERVIEW, 10),
    ("Ready", HiringStageKind.READY, None),
]
EDITABLE = ("bench_goal", "takes_applications", "pitch")
_PROFILE = {
    "hiring_hiringprofile_role_profile_id_key": "This role profile is set up for hiring already; edit it instead.",
    "a_bench_goal_is_at_most_1000": "A bench goal is between 0 and 1,000 people; correct it.",
    "hiring_hiringprofile_bench_goal_check": "A bench goal is between 0 and 1,000 people; correct it.",
}
_RETIRED = {"a_retired_role_profile_asks_for_nobody": RETIRED_PROFILE}
_STAGE = {
    "a_hiring_stage_name_is_taken_once": "The profile has a stage of this name; choose another name.",
    "a_hiring_stage_has_a_name": "A stage needs a name; write one.",
    "hiring_stage_kind_is_known": "A stage is for applications, interviews or those who are ready; choose one.",
}
_OUT_OF_THE_WAY = 10_000


@transaction.atomic
def set_up(
    *,
    role_profile: RoleProfile,
    by: User,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    like: HiringProfile | None = None,
) -> HiringProfile:
    """Opens a role profile for hiring, with the standard stages or those of another one, with their kits; `facts` may
    give what `edit` changes."""
    require(by, "hiring.configure", "set up profiles for hiring")
    with refusing(_PROFILE | _RETIRED, field="role_profile"):
        profile = HiringProfile.objects.create(role_profile=role_profile, **_known(facts or {}))
    given = list(like.stages.in_use()) if like is not None else []
    template = [(stage.name, stage.kind, stage.normal_days) for stage in given] or STANDARD_STAGES
    made = HiringStage.objects.bulk_create(
        HiringStage(profile=profile, position=position, name=name, kind=kind, normal_days=days)
        for position, (name, kind, days) in enumerate(template, start=1)
    )
    parts = _copy_kits(dict(zip([stage.pk for stage in given], made, strict=False)))
    payload = {"role_profile_id": role_profile.pk, "stages": len(made), "kit_parts": parts}
    append(kind="hiring_profile.set_up", subject=profile, by=by, at=at, payload=payload)
    return profile


def _copy_kits(made: Mapping[int, HiringStage]) -> int:
    """What the kits of stages ask, for the stages made after them: also about competencies that do not count here yet,
    which nobody is asked about until they do. How many parts."""
    known = KitPart.objects.filter(stage__in=made).order_by("pk")
    parts = [
        KitPart(
            stage=made[part.stage_id],
            competency_id=part.competency_id,
            minutes=part.minutes,
            questions=part.questions,
            good=part.good,
            version=1,
        )
        for part in known
    ]
    return len(KitPart.objects.bulk_create(parts))


@transaction.atomic
def edit(
    *,
    profile: HiringProfile,
    facts: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> HiringProfile:
    """Changes the bench goal, whether the public form is open, or what it tells applicants; the rest stays."""
    profile = _lock(profile, by)
    if expected_version is not None and profile.version != expected_version:
        raise Conflict(f"{profile} was changed by somebody else in between; look at it again, then repeat.")
    changed = [field for field, value in _known(facts).items() if getattr(profile, field) != value]
    if not changed:
        return profile
    for field in changed:
        setattr(profile, field, facts[field])
    profile.version += 1
    with refusing(_PROFILE, field="bench_goal"), refusing(_RETIRED):
        profile.save()
    payload = {"fields": changed, "bench_goal": profile.bench_goal, "takes_applications": profile.takes_applications}
    append(kind="hiring_profile.edited", subject=profile, by=by, at=at, payload=payload)
    return profile


@transaction.atomic
def add_stage(
    *,
    profile: HiringProfile,
    name: str,
    after: HiringStage | None,
    by: User,
    at: datetime,
    kind: str = HiringStageKind.INTERVIEW,
    normal_days: int | None = None,
) -> HiringStage:
    """Inserts a stage after another one of the profile (first when `after` is None)."""
    profile = _lock(profile, by)
    stages = list(profile.stages.in_use())
    if after is not None and after not in stages:
        raise Refused(f"{after} is not a stage of {profile} in use; choose one that is.", field="after")
    place = 0 if after is None else stages.index(after) + 1
    with refusing(_STAGE, field="name"):
        stage = HiringStage.objects.create(
            profile=profile, position=_OUT_OF_THE_WAY, name=name.strip(), kind=kind, normal_days=normal_days
        )
    _number([*stages[:place], stage, *stages[place:]])
    append(kind="hiring_stage.added", subject=stage, by=by, at=at, payload={"profile_id": profile.pk})
    return stage


@transaction.atomic
def edit_stage(
    *, stage: HiringStage, name: str, kind: str, normal_days: int | None, by: User, at: datetime
) -> HiringStage:
    """Renames a stage, or changes what it is for and how long is normal in it."""
    _lock(stage.profile, by)
    stage = HiringStage.objects.select_for_update().get(pk=stage.pk)
    facts = {"name": name.strip(), "kind": kind, "normal_days": normal_days}
    if all(getattr(stage, field) == value for field, value in facts.items()):
        return stage
    for field, value in facts.items():
        setattr(stage, field, value)
    with refusing(_STAGE, field="name"):
        stage.save(update_fields=list(facts))
    append(kind="hiring_stage.edited", subject=stage, by=by, at=at, payload={"profile_id": stage.profile_id})
    return stage


@transaction.atomic
def retire_stage(*, stage: HiringStage, by: User, at: datetime) -> HiringStage:
    """Takes a stage out of use; histories keep it. Raises Refused while somebody is in it, and for the last one."""
    profile = _lock(stage.profile, by)
    stage = HiringStage.objects.select_for_update().get(pk=stage.pk)
    if stage.retired_at is not None:
        return stage
    there = stage.candidacies.open().count()
    if there:
        people = "1 candidate is" if there == 1 else f"{there} candidates are"
        raise Refused(f"{people} in {stage}; move them to another stage first.", code="stage_in_use")
    if profile.stages.in_use().count() == 1:
        raise Refused(f"{stage} is the only stage of {profile}; add another one first.", code="last_stage")
    stage.retired_at = at
    stage.save(update_fields=["retired_at"])
    append(kind="hiring_stage.retired", subject=stage, by=by, at=at, payload={"profile_id": profile.pk})
    return stage


@transaction.atomic
def bring_stage_back(*, stage: HiringStage, by: User, at: datetime) -> HiringStage:
    """Takes a retired stage into use again, where it stood. Raises Refused where another one has its name by now."""
    profile = _lock(stage.profile, by)
    stage = HiringStage.objects.select_for_update().get(pk=stage.pk)
    if stage.retired_at is None:
        return stage
    stages = list(profile.stages.in_use())
    place = sum(each.position < stage.position for each in stages)
    stage.retired_at, stage.position = None, _OUT_OF_THE_WAY
    with refusing(_STAGE, field="name"):
        stage.save(update_fields=["retired_at", "position"])
    _number([*stages[:place], stage, *stages[place:]])
    append(kind="hiring_stage.brought_back", subject=stage, by=by, at=at, payload={"profile_id": profile.pk})
    return stage


@transaction.atomic
def reorder(*, profile: HiringProfile, stages: Sequence[HiringStage], by: User, at: datetime) -> None:
    """Puts the stages in use into a new order; each of them is named once."""
    profile = _lock(profile, by)
    known = list(profile.stages.in_use())
    if sorted(stage.pk for stage in stages) != sorted(stage.pk for stage in known):
        raise Refused(f"An order names each stage of {profile} once; look at the stages again.", field="stages")
    order = [stage.pk for stage in stages]
    if order == [stage.pk for stage in known]:
        return
    _number(sorted(known, key=lambda stage: order.index(stage.pk)))
    append(kind="hiring_profile.reordered", subject=profile, by=by, at=at, payload={"stage_ids": order})


@transaction.atomic
def set_hirers(*, profile: HiringProfile, users: Sequence[User], by: User, at: datetime) -> None:
    """Says which managers hire for a profile; they and everybody above them see its candidates."""
    profile = _lock(profile, by)
    for user in users:
        if not user.has_perm("hiring.work_candidates"):
            raise Refused(
                f"{user} is no manager or recruiter; give the role first, or choose somebody else.", field="users"
            )
    wanted = {user.pk for user in users}
    known = set(profile.hirers.values_list("user_id", flat=True))
    if wanted == known:
        return
    profile.hirers.exclude(user_id__in=wanted).delete()
    Hirer.objects.bulk_create(Hirer(profile=profile, user_id=pk) for pk in sorted(wanted - known))
    append(kind="hiring_profile.hirers_set", subject=profile, by=by, at=at, payload={"user_ids": sorted(wanted)})


def _lock(profile: HiringProfile, by: User) -> HiringProfile:
    require(by, "hiring.configure", "change how profiles are hired for")
    rows = HiringProfile.objects.select_for_update(of=("self",))
    return rows.select_related("role_profile").get(pk=profile.pk)


def _known(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be edited here; edit {', '.join(EDITABLE)}.")
    return facts


def _number(stages: Sequence[HiringStage]) -> None:
    """Gives positions from 1 on; a position is taken once at any time, so all step aside first."""
    HiringStage.objects.filter(pk__in=[stage.pk for stage in stages]).update(position=F("position") + _OUT_OF_THE_WAY)
    for position, stage in enumerate(stages, start=1):
        stage.position = position
    HiringStage.objects.bulk_update(stages, ["position"])
