"""Whom rows of files name: people by e-mail or name, and who stands above whom in a file."""

from collections.abc import Iterable, Mapping

from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.refusing import Reference
from salesmgmt.imports.queries.staged import rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Membership

Unknown = tuple[Reference, str]


def people() -> dict[str, int]:
    """Active people by address and, where only one is called so, by name; in small letters."""
    active = list(User.objects.filter(is_active=True).values_list("pk", "email", "name"))
    names = [name.casefold() for _, _, name in active]
    called = {name.casefold(): pk for pk, _, name in active if names.count(name.casefold()) == 1}
    return called | {email.casefold(): pk for pk, email, _ in active}


def addresses() -> list[str]:
    """What a value that names a person may be mapped to."""
    return sorted(User.objects.filter(is_active=True).values_list("email", flat=True))


def unknown_people(chunk: Chunk, field: str = "owner", also: Iterable[str] = ()) -> list[Unknown]:
    """`also` are names, in small letters, that the file itself brings."""
    known = people().keys() | set(also)
    unknown = sorted(value for value in said_in(rows_of(chunk, ""), field) if value.casefold() not in known)
    if not unknown:
        return []
    working = User.objects.filter(is_active=True, pk__in=Membership.objects.values("user"))
    reference = Reference(field, "a person", "the people here", sorted(working.values_list("email", flat=True)))
    return [(reference, value) for value in unknown]


def unknown_among(chunk: Chunk, field: str, noun: str, place: str, known: Iterable[str]) -> list[Unknown]:
    """Values of a column that are none of those `known`; `place` is where these are kept, in words."""
    known = set(known)
    reference = Reference(field, noun, place, sorted(known))
    return [(reference, value) for value in sorted(said_in(rows_of(chunk, ""), field) - known)]


def stands_above(name: str, manager: str | None, managers: Mapping[str, str | None]) -> bool:
    """Whether `name` is met on the way up from `manager`."""
    seen = set()
    while manager and manager not in seen:
        if manager == name:
            return True
        seen.add(manager)
        manager = managers.get(manager)
    return False
