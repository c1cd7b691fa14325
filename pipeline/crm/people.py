"""sales_teams.csv: agents under their managers, in teams by region, at offices."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pipeline.crm.identities import PERSON, addresses_for, known_people, recognise
from pipeline.crm.places import Places, team_of
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.naming import stands_above
from salesmgmt.imports.domain.refusing import as_problem, refuse_rows
from salesmgmt.imports.domain.verdicts import Became, judge, remember
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import move_member
from salesmgmt.people.domain.roles import grant_role
from salesmgmt.people.domain.rosters import Newcomer, bring_in
from salesmgmt.people.models import Company, Office, RoleGrant, Team


def check_people(chunk: Chunk) -> None:
    """Refuses rows whose manager line would close a circle, and those that go into a retired team or office."""
    rows = _rows(chunk, "")
    managers = {row.key: row.values["manager"] for row in rows}
    circles = {
        row.row_no: Problem(
            "manager",
            row.values["manager"],
            f"{row.values['manager']} stands below {row.key} in the same file",
            "correct one of the managers",
        )
        for row in rows
        if stands_above(row.key, row.values["manager"], managers)
    }
    refuse_rows(chunk, circles)
    judge(chunk)
    refuse_rows(chunk, dict(_into_retired(chunk)))


def _into_retired(chunk: Chunk) -> Iterator[tuple[int, Problem]]:
    retired = {each.name for nouns in (Team, Office) for each in nouns.objects.retired()}
    for row in _rows(chunk, Verdict.NEW, Verdict.CHANGED) if retired else ():
        said = row.values
        for field, team in (("regional_office", said["regional_office"]), ("manager", team_of(said["manager"] or ""))):
            if team in retired:
                yield row.row_no, Problem(field, said[field], f"“{team}” is retired", "bring it back in the settings")
                break


def merge_people(chunk: Chunk) -> None:
    """Brings in whom nobody knows yet, each after their manager; somebody whose row has changed moves from today on."""
    rows = _rows(chunk, Verdict.NEW, Verdict.CHANGED)
    if not rows:
        return
    places = Places(chunk)
    here_before = known_people(chunk.batch.kind).keys()
    recognise(chunk, {row.key for row in rows} | places.managers)
    _bring_in_unknown(chunk, places)
    to_move = [row for row in rows if row.key in here_before]
    stayed = _move(chunk, places, to_move)
    _make_managers(chunk, places.managers & here_before)
    known = known_people(chunk.batch.kind)
    landed = [row for row in rows if row.row_no not in stayed]
    remember(chunk, chunk.file, (Became(row.key, known[row.key], row.digest) for row in landed))


def _bring_in_unknown(chunk: Chunk, places: Places) -> None:
    unknown = (places.rows.keys() | places.managers) - known_people(chunk.batch.kind).keys()
    for _, level in groupby(sorted(unknown, key=lambda name: (places.depth(name), name)), key=places.depth):
        newcomers = [
            Newcomer(email, name, places.place_of(name), _roles(name, places)) for name, email in addresses_for(level)
        ]
        users = bring_in(newcomers=newcomers, by=chunk.by, at=chunk.at)
        remember(chunk, PERSON, (Became(user.name, user.pk) for user in users))


def _roles(name: str, places: Places) -> list[str]:
    agent = [Role.REP] if name in places.rows else []
    return agent + ([Role.MANAGER] if name in places.managers else [])


def _move(chunk: Chunk, places: Places, rows: Iterable[StagedRow]) -> Mapping[int, Problem]:
    """Moves people from today on; refuses the rows of those who cannot move, and returns what was refused."""
    known, today = known_people(chunk.batch.kind), Company.objects.current().day_of(chunk.at)
    refused = {}
    for row in rows:
        user = User.objects.get(pk=known[row.key])
        try:
            move_member(user=user, place=places.place_of(row.key), from_date=today, by=chunk.by, at=chunk.at)
        except Refused as problem:
            refused[row.row_no] = as_problem(problem.message, field="manager", value=row.values["manager"])
    refuse_rows(chunk, refused)
    return refused


def _make_managers(chunk: Chunk, names: Iterable[str]) -> None:
    """Somebody who was here before and now has people gets the role that shows them to them."""
    known, today = known_people(chunk.batch.kind), Company.objects.current().day_of(chunk.at)
    holding = set(RoleGrant.objects.today().filter(role=Role.MANAGER).values_list("user_id", flat=True))
    for name in sorted(names):
        if known[name] not in holding:
            user = User.objects.get(pk=known[name])
            grant_role(user=user, role=Role.MANAGER, team=None, start_date=today, by=chunk.by, at=chunk.at)


def _rows(chunk: Chunk, *verdicts: str) -> list[StagedRow]:
    rows = StagedRow.objects.filter(
        batch=chunk.batch, file=chunk.file, row_no__gt=chunk.after, row_no__lte=chunk.upto, verdict__in=verdicts
    )
    return list(rows.order_by("row_no"))
