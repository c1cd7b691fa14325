"""What rows of people.csv name, and what is known of the same people here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.naming import addresses, people
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place
from salesmgmt.people.models import Membership, Office, RoleGrant, RoleProfile, Team

_PLACE = ("team", "manager", "office", "profile")
_ROLES = {label.casefold(): code for code, label in Role.choices} | {code.casefold(): code for code in Role.values}


def roles_named(text: str | None) -> tuple[list[str], list[str]]:
    """The codes of the roles that a cell lists by code or name, and what is no role."""
    said = [name.strip() for name in (text or "").split(",") if name.strip()]
    known = sorted({_ROLES[name.casefold()] for name in said if name.casefold() in _ROLES})
    return known, [name for name in said if name.casefold() not in _ROLES]


def known_values(field: str) -> list[str]:
    """What a column's value may be mapped to."""
    if field == "manager":
        return addresses()
    return sorted(Names().known[field]) if field in Names().known else []


class Names:
    """Teams, offices and profiles by name, of names that one alone has; role profiles by code, too."""

    @cached_property
    def known(self) -> Mapping[str, Mapping[str, Team | Office | RoleProfile]]:
        profiles = RoleProfile.objects.all()
        return {
            "team": _once(Team.objects.all()),
            "office": _once(Office.objects.all()),
            "profile": {each.code: each for each in profiles} | _once(profiles),
        }

    @cached_property
    def people(self) -> Mapping[str, int]:
        return people()

    @cached_property
    def users(self) -> Mapping[int, User]:
        return User.objects.in_bulk({*self.people.values()})

    def place(self, row: StagedRow) -> Place:
        """Where a row puts somebody; a manager who comes with the same file has no row yet and is left out."""
        said = row.values
        found = {name: self.known[name][said[name]] if said[name] else None for name in ("team", "office", "profile")}
        manager = self.people.get(said["manager"].casefold()) if said["manager"] else None
        return Place(
            team=found["team"],
            manager=self.users[manager] if manager else None,
            office=found["office"],
            role_profile=found["profile"],
        )


def _once(rows: Iterable) -> dict:
    named = list(rows)
    names = [row.name for row in named]
    return {row.name: row for row in named if names.count(row.name) == 1}


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who is here: their last place, and the roles they hold today."""

    user: User
    last: Membership | None
    roles: Sequence[str]

    @property
    def since(self) -> date | None:
        return self.last.since if self.last else None

    def says(self) -> dict[str, object]:
        """In the words of files."""
        last = self.last
        return {
            "name": self.user.name,
            "team": last and last.team.name,
            "manager": last and last.manager and last.manager.email,
            "office": last and last.office and last.office.name,
            "profile": last and last.role_profile and last.role_profile.name,
            "roles": ", ".join(self.roles),
            "start_date": self.since,
        }

    def moves(self, said: Mapping[str, object]) -> bool:
        """Whether a row puts them elsewhere; a blank leaves what is known."""
        here = self.says()
        return any(said[name] is not None and said[name] != here[name] for name in _PLACE)


def standing_of(pks: Iterable[int]) -> dict[int, Standing]:
    pks = list(pks)
    places = Membership.objects.filter(user__in=pks).select_related("team", "manager", "office", "role_profile")
    last = {place.user_id: place for place in places.order_by("valid")}
    roles: dict[int, list[str]] = {}
    for user_id, role in RoleGrant.objects.today().filter(user__in=pks).order_by("role").values_list("user_id", "role"):
        if role not in roles.setdefault(user_id, []):
            roles[user_id].append(role)
    users = User.objects.in_bulk(pks)
    return {pk: Standing(user, last.get(pk), roles.get(pk, [])) for pk, user in users.items()}


def people_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    return {known[pk]: each.says() for pk, each in standing_of(known).items()}
