"""The cast: people with names, so that a test reads like a day at work."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Model

from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.founding import found_company
from salesmgmt.people.domain.members import Place, add_person
from salesmgmt.people.models import Company, Team
from tests.replay import Snapshot, filled_tables

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
START = date(2026, 1, 1)


@dataclass(frozen=True)
class Cast:
    """Kestrel Systems: Olga runs it, Max leads Rita and Nora, Mona leads another team with Sam."""

    company: Company
    north: Team
    south: Team
    olga: User
    max: User
    rita: User
    nora: User
    mona: User
    sam: User
    finn: User
    carla: User
    rosa: User
    ivan: User
    api_user: User
    stranger: User

    def everybody(self) -> dict[str, User]:
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


_made: tuple[Snapshot, dict[str, tuple[type[Model], int]]] | None = None


def make_cast() -> Cast:
    """Everybody, in a company that was founded at AT."""
    global _made  # noqa: PLW0603  # once in a process: it takes a tenth of a second, and most tests ask for it
    if _made is not None:
        return _written_again(*_made)
    anything_done, before = Event.objects.exists(), filled_tables()
    cast = _make_cast()
    if not anything_done:
        _made = Snapshot.take(besides=before), {name: (type(row), row.pk) for name, row in vars(cast).items()}
    return cast


def _written_again(snapshot: Snapshot, rows: dict[str, tuple[type[Model], int]]) -> Cast:
    snapshot.write()
    people = User.objects.in_bulk()
    found = {
        name: people[pk] if model is User else model._base_manager.get(pk=pk) for name, (model, pk) in rows.items()
    }
    return Cast(**found)


def _make_cast() -> Cast:
    company = found_company(
        name="Kestrel Systems",
        currency="EUR",
        zone="Europe/Berlin",
        admin_name="Olga Ost",
        admin_email="olga@kestrel.example",
        admin_password=None,
        at=AT,
    )
    olga = User.objects.get()
    head = Team.objects.get()
    north, south = (Team.objects.create(name=name, parent=head) for name in ("North", "South"))

    def person(name: str, team: Team, manager: User | None, *roles: Role) -> User:
        first = name.split(maxsplit=1)[0].lower()
        return add_person(
            email=f"{first}@kestrel.example",
            name=name,
            place=Place(team=team, manager=manager),
            roles=roles,
            start_date=START,
            by=olga,
            at=AT,
        )

    maxim = person("Max Adler", north, olga, Role.MANAGER, Role.REP)
    mona = person("Mona Mai", south, olga, Role.MANAGER)
    return Cast(
        company=company,
        north=north,
        south=south,
        olga=olga,
        max=maxim,
        rita=person("Rita Sandoval", north, maxim, Role.REP),
        nora=person("Nora Nye", north, maxim, Role.REP),
        mona=mona,
        sam=person("Sam Okafor", south, mona, Role.REP),
        finn=person("Finn Fisk", head, olga, Role.FINANCE),
        carla=person("Carla Cole", head, olga, Role.COMP_ADMIN),
        rosa=person("Rosa Reyes", head, olga, Role.RECRUITER),
        ivan=person("Ivan Ilic", head, olga, Role.INTERVIEWER),
        api_user=person("Api Bridge", north, maxim, Role.API),
        stranger=person("Stan Stranger", head, None, Role.STAFF),
    )
