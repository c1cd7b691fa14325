"""Describes kinds of job: role profiles, competencies, and how much each counts for which."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Competency, ProfileCompetency, RoleProfile
from salesmgmt.people.models.line import reaching_beyond

RETIRED_PROFILE = "The role profile is retired; choose another one, or bring it back in the settings first."
_CODES = {
    "people_roleprofile_code_key": "There is already a role profile with this code; choose another code.",
    "people_competency_code_key": "There is already a competency with this code; choose another code.",
}
_NAMES = {
    "a_role_profile_has_a_name": "A role profile needs a name; write one.",
    "a_competency_has_a_name": "A competency needs a name; write one.",
}
_WEIGHT = {"a_competency_weight_is_1_to_100": "A weight is a whole number from 1 to 100; choose one of these."}

_COMPETENCY = {
    "a_retired_competency_counts_for_no_profile": (
        "The competency is retired; choose another one, or bring it back in the settings first."
    )
}


@transaction.atomic
def create_role_profile(*, code: str, name: str, by: User, at: datetime) -> RoleProfile:
    profile = RoleProfile(code=code, name=name.strip())
    _save(profile)
    append(kind="role_profile.created", subject=profile, by=by, at=at, payload={"code": code.lower()})
    return profile


@transaction.atomic
def rename_role_profile(*, profile: RoleProfile, name: str, by: User, at: datetime) -> RoleProfile:
    """The code stays: imports and programs know the profile by it."""
    profile = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.name != name.strip():
        profile.name = name.strip()
        _save(profile)
        append(kind="role_profile.renamed", subject=profile, by=by, at=at)
    return profile


@transaction.atomic
def create_competency(*, code: str, name: str, by: User, at: datetime) -> Competency:
    competency = Competency(code=code, name=name.strip())
    _save(competency)
    append(kind="competency.created", subject=competency, by=by, at=at, payload={"code": code.lower()})
    return competency


@transaction.atomic
def rename_competency(*, competency: Competency, name: str, by: User, at: datetime) -> Competency:
    competency = Competency.objects.select_for_update().get(pk=competency.pk)
    if competency.name != name.strip():
        competency.name = name.strip()
        _save(competency)
        append(kind="competency.renamed", subject=competency, by=by, at=at)
    return competency


@transaction.atomic
def weigh(
    *, profile: RoleProfile, competency: Competency, weight: int | None, from_date: date, by: User, at: datetime
) -> ProfileCompetency | None:
    """From a day on the competency counts `weight` (1 to 100) for the profile; None: it no longer counts.

    What it counted until then stays in history. Raises Refused when a later weight stands already.
    """
    RoleProfile.objects.select_for_update(no_key=True).get(pk=profile.pk)
    known = ProfileCompetency.objects.filter(reaching_beyond(from_date), profile=profile, competency=competency)
    for row in known.order_by("valid"):
        _end(row, from_date)
    made = None
    if weight is not None:
        with refusing(_WEIGHT, field="weight"), refusing(_COMPETENCY, field="competency"):
            made = ProfileCompetency.objects.create(
                profile=profile, competency=competency, weight=weight, valid=DateRange(from_date, None)
            )
    payload = {"competency_id": competency.pk, "weight": weight, "from_date": from_date.isoformat()}
    append(kind="role_profile.weighed", subject=profile, by=by, at=at, payload=payload)
    return made


def _end(row: ProfileCompetency, from_date: date) -> None:
    if row.valid.lower is not None and row.valid.lower > from_date:
        raise Refused(
            f"{row} from {row.valid.lower:%-d %B %Y} on; choose that day or a later one.",
            code="later_weight",
            field="from_date",
        )
    if row.valid.lower == from_date:
        row.delete()
        return
    row.valid = DateRange(row.valid.lower, from_date)
    row.save()


def _save(row: RoleProfile | Competency) -> None:
    with refusing(_CODES, field="code"), refusing(_NAMES, field="name"):
        row.save()
