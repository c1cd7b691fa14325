"""Which rows of candidates.csv can land: what they name is known, and nobody has changed the person here since."""

from collections.abc import Mapping
from datetime import date

from hiring.candidate_file.here import facts_of
from hiring.candidate_file.named import named_campaigns, named_profiles, named_sources, named_stages
from hiring.candidate_file.tagged import tag_problems
from hiring.choices import CandidacyState
from hiring.models import Candidate, HiringProfile
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import adopt
from salesmgmt.imports.domain.naming import unknown_people
from salesmgmt.imports.domain.refusing import Reference, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.queries.differences import says_the_same
from salesmgmt.imports.queries.staged import rows_of, subjects_of
from salesmgmt.imports.registry import Chunk, kind_of
from salesmgmt.people.models import Company


def check_candidates(chunk: Chunk) -> None:
    """Gives each row its verdict; a row that changed here since it last came is refused with its way out."""
    profiles = named_profiles()
    _refuse_unknown_names(chunk, profiles)
    refuse_rows(chunk, _problems(chunk, profiles))
    _recognise(chunk)
    judge(chunk)
    refuse_rows(chunk, _ended(chunk) | _for_retired(chunk, profiles))
    refuse_changed_here(chunk, Candidate, "email")


def _refuse_unknown_names(chunk: Chunk, profiles: Mapping[str, HiringProfile]) -> None:
    unknown = []
    kinds: tuple[tuple[str, str, Mapping[str, object]], ...] = (
        ("profile", "a profile", profiles),
        ("source", "a source", named_sources()),
        ("campaign", "a campaign", named_campaigns()),
    )
    for field, noun, known in kinds:
        reference = Reference(field, noun, "the settings of hiring", sorted({str(row) for row in known.values()}))
        said = {row.values.get(field) for row in rows_of(chunk, "")}
        unknown += [(reference, value) for value in sorted(value for value in said if value and value not in known)]
    refuse_unknown(chunk, unknown + unknown_people(chunk))


def _recognise(chunk: Chunk) -> None:
    """Rows that say nothing but what stands here are known; what was here before a file is not written over by it."""
    rows, spec = rows_of(chunk, ""), kind_of(chunk.batch.kind).spec(chunk.file)
    met = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    here = facts_of(row for row in rows if row.key not in met)
    said = {row.key: row.values for row in rows}
    same = {key: candidate for key, (candidate, facts) in here.items() if says_the_same(spec, facts, said[key])}
    adopt(chunk, same)


def _ended(chunk: Chunk) -> dict[int, Problem]:
    """A file brings candidates who are on their way."""
    return {
        row.row_no: Problem(
            "state",
            row.values["state"],
            "the candidacy has ended",
            "leave the row out, or its state blank",
        )
        for row in rows_of(chunk, Verdict.NEW)
        if row.values["state"] not in (None, CandidacyState.OPEN)
    }


def _for_retired(chunk: Chunk, profiles: Mapping[str, HiringProfile]) -> dict[int, Problem]:
    """Nobody new runs for a retired role profile."""
    return {
        row.row_no: Problem(
            "profile",
            row.values["profile"],
            f"“{row.values['profile']}” is retired",
            "write another role profile, or bring it back in the settings",
        )
        for row in rows_of(chunk, Verdict.NEW)
        if profiles[row.values["profile"]].role_profile.retired_at is not None
    }


def _problems(chunk: Chunk, profiles: Mapping[str, HiringProfile]) -> dict[int, Problem]:
    """Of the rows whose profile is known: a stage that it does not have, a day to come, a tag that is none."""
    stages, today, rows = named_stages(), Company.objects.current().day_of(chunk.at), rows_of(chunk, "")
    found = tag_problems(rows)
    for row in rows:
        profile, stage, day = profiles[row.values["profile"]], row.values["stage"], row.values["applied_date"]
        if stage and (profile.pk, stage) not in stages:
            names = ", ".join(name for (pk, name) in stages if pk == profile.pk)
            found[row.row_no] = Problem(
                "stage", stage, f"“{stage}” is not a stage of {profile}", f"write one of {names}, or leave it blank"
            )
        elif day and date.fromisoformat(day[:10]) > today:
            found[row.row_no] = Problem(
                "applied_date",
                day[:10],
                f"{day[:10]} is still to come",
                "write the day on which they applied, or leave it blank",
            )
    return found


LANDING = (Verdict.NEW.value, Verdict.CHANGED.value)
