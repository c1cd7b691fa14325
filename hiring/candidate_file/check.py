"""Which rows of candidates.csv can land: what they name is known, and nobody has changed the person here since."""

from collections.abc import Mapping
from datetime import date

from hiring.models import Candidate, CandidateSource, HiringProfile, HiringStage
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.refusing import Reference, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.queries.staged import rows_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company


def named_profiles() -> dict[str, HiringProfile]:
    """By name and by code."""
    profiles = list(HiringProfile.objects.select_related("role_profile"))
    by_code = {profile.role_profile.code: profile for profile in profiles}
    return by_code | {profile.role_profile.name: profile for profile in profiles}


def named_sources() -> dict[str, CandidateSource]:
    """By name and by code."""
    sources = list(CandidateSource.objects.all())
    return {source.code: source for source in sources} | {source.name: source for source in sources}


def named_stages() -> dict[tuple[int, str], HiringStage]:
    """Stages in use, by profile and name."""
    return {(stage.profile_id, stage.name): stage for stage in HiringStage.objects.in_use()}


def check_candidates(chunk: Chunk) -> None:
    """Gives each row its verdict; a row that changed here since it last came is refused with its way out."""
    profiles = named_profiles()
    _refuse_unknown_names(chunk, profiles)
    refuse_rows(chunk, _problems(chunk, profiles))
    judge(chunk)
    refuse_changed_here(chunk, Candidate, "email")


def _refuse_unknown_names(chunk: Chunk, profiles: Mapping[str, HiringProfile]) -> None:
    sources = named_sources()
    unknown = []
    for field, noun, known in (("profile", "a profile", profiles), ("source", "a source", sources)):
        reference = Reference(field, noun, "the settings of hiring", sorted({str(row) for row in known.values()}))
        said = {row.values.get(field) for row in rows_of(chunk, "")}
        unknown += [(reference, value) for value in sorted(value for value in said if value and value not in known)]
    refuse_unknown(chunk, unknown)


def _problems(chunk: Chunk, profiles: Mapping[str, HiringProfile]) -> dict[int, Problem]:
    """Of the rows whose profile is known: a stage that it does not have, a day to come."""
    stages, today = named_stages(), Company.objects.current().day_of(chunk.at)
    found = {}
    for row in rows_of(chunk, ""):
        profile, stage, day = profiles[row.values["profile"]], row.values["stage"], row.values["applied_date"]
        if stage and (profile.pk, stage) not in stages:
            names = ", ".join(name for (pk, name) in stages if pk == profile.pk)
            found[row.row_no] = Problem(
                "stage", stage, f"“{stage}” is not a stage of {profile}", f"write one of {names}, or leave it blank"
            )
        elif day and date.fromisoformat(day) > today:
            found[row.row_no] = Problem(
                "applied_date", day, f"{day} is still to come", "write the day on which they applied, or leave it blank"
            )
    return found


LANDING = (Verdict.NEW.value, Verdict.CHANGED.value)
