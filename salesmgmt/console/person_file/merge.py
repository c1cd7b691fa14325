"""Writes the rows of people.csv that land: who is new comes in, who is here is renamed or moved."""

from datetime import date

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.console.person_file.check import managers_in
from salesmgmt.console.person_file.named import Names, Standing, roles_named, standing_of
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.refusing import as_problem, refuse_rows
from salesmgmt.imports.domain.verdicts import Became, remember
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.queries.staged import rows_of, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.domain.members import Place, move_member
from salesmgmt.people.domain.persons import correct_person
from salesmgmt.people.domain.rosters import Newcomer, bring_in
from salesmgmt.people.models import Company


def merge_people(chunk: Chunk) -> None:
    """First who is new, so that they can be managers of who moves; without a password and without a mail."""
    new = rows_of(chunk, Verdict.NEW)
    managers, names = managers_in(new), Names()
    users = bring_in(newcomers=[_newcomer(row, names, managers) for row in new], by=chunk.by, at=chunk.at)
    landed = [Became(row.key, user.pk, row.digest) for row, user in zip(new, users, strict=True)]
    remember(chunk, chunk.file, [*landed, *_change(chunk)])


def _newcomer(row: StagedRow, names: Names, managers: dict[str, str | None]) -> Newcomer:
    manager = managers[row.key.casefold()] or ""
    return Newcomer(
        email=User.objects.normalize_email(row.key),
        name=row.values["name"],
        place=names.place(row),
        roles=roles_named(row.values["roles"])[0],
        start_date=_day(row),
        manager_email=manager if manager in managers else "",
    )


def _day(row: StagedRow) -> date | None:
    return date.fromisoformat(row.values["start_date"]) if row.values["start_date"] else None


def _change(chunk: Chunk) -> list[Became]:
    """Whom a rule keeps where they are is refused."""
    rows = rows_of(chunk, Verdict.CHANGED)
    known = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    standing, names = standing_of(known.values()), Names()
    landed, refused = [], {}
    for row in rows:
        problem = _change_one(chunk, row, standing[known[row.key]], names)
        if problem is not None:
            refused[row.row_no] = problem
        else:
            landed.append(Became(row.key, known[row.key], row.digest))
    refuse_rows(chunk, refused)
    return landed


def _change_one(chunk: Chunk, row: StagedRow, here: Standing, names: Names) -> Problem | None:
    user, act = here.user, {"by": chunk.by, "at": chunk.at}
    correct_person(user=user, name=row.values["name"], zone=user.zone, email=user.email, **act)
    if not here.moves(row.values):
        return None
    from_date = _day(row) or Company.objects.current().day_of(chunk.at)
    try:
        move_member(user=user, place=_place(row, here, names), from_date=from_date, **act)
    except Refused as refusal:
        return as_problem(refusal.message, field=refusal.field or "team", value=row.values["manager"])
    return None


def _place(row: StagedRow, here: Standing, names: Names) -> Place:
    """What a row leaves blank stays as it is."""
    said, last = names.place(row), here.last
    return Place(
        team=said.team or (last.team if last else None),
        manager=said.manager or (last.manager if last else None),
        office=said.office or (last.office if last else None),
        role_profile=said.role_profile or (last.role_profile if last else None),
    )
