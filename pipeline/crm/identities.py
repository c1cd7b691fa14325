"""Who the names of an export are here: a person is known by the name that the export uses."""

from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.utils.text import slugify

from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.verdicts import Became, remember
from salesmgmt.imports.models import ImportedRow
from salesmgmt.imports.registry import Chunk

PERSON = "person"
DOMAIN = "import.invalid"


def known_people(source: str) -> dict[str, int]:
    """Export's name -> user id."""
    return dict(
        ImportedRow.objects.filter(source=source, record=PERSON).values_list("external_id", "subject_id").order_by()
    )


def recognise(chunk: Chunk, names: Iterable[str]) -> set[str]:
    """Links names that nobody is known by yet to the one person here who is called so; returns those names.

    Such a person keeps their place and roles: what was entered here counts.
    """
    unknown = set(names) - known_people(chunk.batch.kind).keys()
    once = User.objects.filter(name__in=unknown).values("name").annotate(people=Count("id")).filter(people=1)
    found = {user.name: user for user in User.objects.filter(name__in=once.values("name"))}
    remember(chunk, PERSON, (Became(name, user.pk) for name, user in found.items()))
    return set(found)


def addresses_for(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """For each name an address under a domain that cannot exist: exports name no addresses, and none is guessed."""
    taken = {
        email.lower() for email in User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True)
    }
    for name in names:
        stem = slugify(name).replace("-", ".") or "person"
        local, number = stem, 1
        while f"{local}@{DOMAIN}" in taken:
            number += 1
            local = f"{stem}.{number}"
        taken.add(f"{local}@{DOMAIN}")
        yield name, f"{local}@{DOMAIN}"
