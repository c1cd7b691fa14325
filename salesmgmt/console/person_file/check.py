"""Which rows of people.csv can land: what they name is known, and the people who are here can be moved so."""

from collections.abc import Iterator, Mapping
from datetime import date

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.console.person_file.named import Names, Standing, roles_named, standing_of
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.naming import stands_above, unknown_among, unknown_people
from salesmgmt.imports.domain.refusing import as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import Became, judge, remember
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.domain.members import refuse_early_move
from salesmgmt.people.models import Company


def check_people(chunk: Chunk) -> None:
    rows, names = rows_of(chunk, ""), Names()
    in_file = {str(row.values[name]).casefold() for row in rows for name in ("email", "name")}
    unknown = unknown_people(chunk, "manager", in_file)
    for field, noun, place in (
        ("team", "a team", "the teams"),
        ("office", "an office", "the offices"),
        ("profile", "a role profile", "the role profiles"),
    ):
        unknown += unknown_among(chunk, field, noun, place, names.known[field])
    refuse_unknown(chunk, unknown)
    _recognise(chunk)
    judge(chunk)
    refuse_rows(chunk, dict(_problems(chunk, names)))


def _recognise(chunk: Chunk) -> None:
    """Who is here with the address of a row is that person."""
    keys = {row.key.casefold(): row.key for row in rows_of(chunk, "")}
    met = {*became(chunk.batch.kind, chunk.file, keys.values()).values()}
    here = User.objects.filter(email__in=keys.values()).values_list("pk", "email")
    found = [Became(keys[email.casefold()], pk) for pk, email in here if keys[email.casefold()] not in met]
    remember(chunk, chunk.file, found)


def _problems(chunk: Chunk, names: Names) -> Iterator[tuple[int, Problem]]:
    rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
    known = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    standing = standing_of(known.values())
    today = Company.objects.current().day_of(chunk.at)
    managers = managers_in(rows)
    staying: set[str] = set()
    for row in rows:
        here = standing[known[row.key]] if row.key in known else None
        problem = _in_itself(row, managers) or (_of_new(row) if here is None else _of_known(row, here, today))
        problem = problem or _of_retired(row, names)
        if problem is not None:
            yield row.row_no, problem
            staying |= {row.key.casefold()} if here is None else set()
    yield from _without_manager(rows, managers, staying)


def _without_manager(
    rows: list[StagedRow], managers: Mapping[str, str | None], staying: set[str]
) -> Iterator[tuple[int, Problem]]:
    """Rows whose manager was to come with the same file and is refused, and so on down the line."""
    while following := [
        row for row in rows if managers[row.key.casefold()] in staying and row.key.casefold() not in staying
    ]:
        for row in following:
            manager = row.values["manager"]
            yield row.row_no, Problem("manager", manager, f"the row of {manager} is refused", "correct that row first")
            staying.add(row.key.casefold())


def managers_in(rows: list[StagedRow]) -> dict[str, str | None]:
    """Address -> the manager's as the file writes it; a manager of the file is known by name, too."""
    called = {str(row.values["name"]).casefold(): row.key.casefold() for row in rows}
    found: dict[str, str | None] = {}
    for row in rows:
        manager = (row.values["manager"] or "").casefold()
        found[row.key.casefold()] = called.get(manager, manager) or None
    return found


def _in_itself(row: StagedRow, managers: Mapping[str, str | None]) -> Problem | None:
    own, manager = row.key.casefold(), row.values["manager"]
    if stands_above(own, managers[own], managers):
        return Problem("manager", manager, f"{manager} stands below {row.key} in the same file", "correct one of them")
    wrong = roles_named(row.values["roles"])[1]
    return Problem("roles", wrong[0], f"“{wrong[0]}” is not a role", "write its name or code") if wrong else None


def _of_new(row: StagedRow) -> Problem | None:
    blank = row.values["team"] is None
    return Problem("team", "", "somebody new has no team", "write the team that they start in") if blank else None


def _of_retired(row: StagedRow, names: Names) -> Problem | None:
    for field, noun in (("team", "team"), ("office", "office"), ("profile", "role profile")):
        name = row.values[field]
        if name is not None and names.known[field][name].retired_at is not None:
            return Problem(
                field, name, f"“{name}” is retired", f"write another {noun}, or bring it back in the settings"
            )
    return None


def _of_known(row: StagedRow, here: Standing, today: date) -> Problem | None:
    said, roles = row.values, roles_named(row.values["roles"])[0]
    first_day = date.fromisoformat(said["start_date"]) if said["start_date"] else None
    if not here.user.is_active:
        return Problem("email", row.key, f"{here.user} has left", "give them a place on their page first")
    if said["roles"] and roles != sorted(here.roles):
        return Problem("roles", said["roles"], f"{here.user} holds other roles", "grant and revoke roles on their page")
    if not here.moves(said):
        return _of_unmoved(first_day, here)
    try:
        if here.last is not None:
            refuse_early_move(here.last, first_day or today)
    except Refused as refusal:
        return as_problem(refusal.message, field="start_date", value=first_day)
    return None


def _of_unmoved(first_day: date | None, here: Standing) -> Problem | None:
    if first_day is None or first_day == here.since:
        return None
    reason = f"{here.user} has held this place since {here.since or 'a day that nobody knows'}"
    return Problem("start_date", str(first_day), reason, "leave the day out, or write another place")
