"""Which histories can land: whole or not at all, for a history with a hole would say something else."""

from collections.abc import Iterable, Mapping

from django.db.models import F

from hiring.candidate_file.named import named_profiles, named_sources
from hiring.candidate_file.tagged import tag_problems
from hiring.choices import CandidacyState
from hiring.history_file.stays import History, Unfit, grouped, history_of
from hiring.models import Candidacy, HiringProfile, HiringStage
from salesmgmt.accounts.models import User
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.naming import unknown_among
from salesmgmt.imports.domain.refusing import Reference, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.queries.staged import rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

_AGAIN = "undo the import that brought it and import the file again, or leave these rows out"


def check_histories(chunk: Chunk) -> None:
    profiles = named_profiles()
    reference = Reference("profile", "a profile", "the settings of hiring", sorted({str(p) for p in profiles.values()}))
    unknown = sorted(said_in(rows_of(chunk, ""), "profile") - set(profiles))
    sources = unknown_among(chunk, "source", "a source", "the settings of hiring", named_sources())
    refuse_unknown(chunk, [(reference, value) for value in unknown] + sources)
    refuse_rows(chunk, tag_problems(rows_of(chunk, "")))
    _refuse_holes(chunk, {})
    judge(chunk)
    changed = rows_of(chunk, Verdict.CHANGED)
    refuse_rows(
        chunk,
        {row.row_no: Problem("email", "", "this history was imported with other words", _AGAIN) for row in changed},
    )
    _refuse_what_does_not_fit(chunk, profiles)


def histories(chunk: Chunk) -> list[History]:
    """Those that land, after the check."""
    profiles, stages, zone = named_profiles(), every_stage(), Company.objects.current().zone
    groups = grouped(rows_of(chunk, Verdict.NEW))
    return [history_of(rows, profiles[str(rows[0].values["profile"])], stages, zone) for rows in groups]


def every_stage() -> Mapping[tuple[int, str], HiringStage]:
    """By profile and name; retired ones, too, for a history may have gone through them."""
    return {
        (stage.profile_id, stage.name): stage
        for stage in HiringStage.objects.order_by(F("retired_at").asc(nulls_last=True))
    }


def _refuse_what_does_not_fit(chunk: Chunk, profiles: Mapping[str, HiringProfile]) -> None:
    stages, zone = every_stage(), Company.objects.current().zone
    groups = grouped(rows_of(chunk, Verdict.NEW))
    problems: dict[int, Problem] = {}
    fit = []
    for rows in groups:
        try:
            fit.append(history_of(rows, profiles[str(rows[0].values["profile"])], stages, zone))
        except Unfit as unfit:
            problems[unfit.row_no] = unfit.problem
    problems |= {each.rows[0].row_no: problem for each, problem in _not_here(chunk, fit)}
    refuse_rows(chunk, problems)
    _refuse_holes(chunk, problems)


def _not_here(chunk: Chunk, fit: list[History]) -> Iterable[tuple[History, Problem]]:
    """Days to come, somebody who runs or ran for the profile here already, or would run for a retired one, and hires of
    people who are not here."""
    running = Candidacy.objects.filter(candidate__email__in=[each.email for each in fit])
    here = {(email.lower(), profile) for email, profile in running.values_list("candidate__email", "profile_id")}
    people = users_of(fit)
    taken = set(Candidacy.objects.filter(hired_user__in=people.values()).values_list("hired_user_id", flat=True))
    for each in fit:
        latest = each.ended_at or each.stays[-1].entered_at
        if latest > chunk.at:
            yield each, Problem("entered_at", latest.date().isoformat(), "that day is still to come", "correct the day")
        elif (each.email, each.profile.pk) in here:
            said = f"“{each.email}” runs or ran for {each.profile} here already"
            yield each, Problem("email", each.email, said, _AGAIN)
        elif each.state == CandidacyState.OPEN and each.profile.role_profile.retired_at is not None:
            way_out = "say how it ended, or bring the role profile back in the settings"
            yield each, Problem("profile", str(each.profile), f"“{each.profile}” is retired", way_out)
        elif each.state == CandidacyState.HIRED:
            problem = _of_hire(each, people, taken)
            if problem:
                yield each, problem


def users_of(fit: Iterable[History]) -> dict[str, User]:
    """Who became one of ours, by the address in small letters."""
    sought = [each.person or each.email for each in fit if each.state == CandidacyState.HIRED]
    return {user.email.lower(): user for user in User.objects.filter(email__in=sought)}


def _of_hire(each: History, people: Mapping[str, User], taken: set[int]) -> Problem | None:
    address = each.person or each.email
    person = people.get(address)
    if person is None:
        way_out = "add the person under Settings first, or write their address with you in hired_as"
        return Problem("hired_as", address, f"nobody here has the address “{address}”, so nobody was hired", way_out)
    if person.pk in taken:
        way_out = "write the address of whom this history made one of you"
        return Problem("hired_as", address, f"{person} was hired from another candidacy", way_out)
    taken.add(person.pk)
    return None


def _refuse_holes(chunk: Chunk, problems: Mapping[int, Problem]) -> None:
    """The rows of a history of which another row was refused."""
    refused = {_group(row): row.row_no for row in rows_of(chunk, Verdict.REFUSED)}
    rest = [row for row in rows_of(chunk, "", Verdict.NEW) if _group(row) in refused and row.row_no not in problems]
    refuse_rows(
        chunk,
        {
            row.row_no: Problem(
                "email",
                str(row.values["email"]),
                f"row {refused[_group(row)]} of the same history cannot land",
                "correct that row; a history lands as a whole",
            )
            for row in rest
        },
    )


def _group(row: StagedRow) -> tuple[str, str]:
    return str(row.values.get("email") or "").lower(), str(row.values.get("profile") or "")
