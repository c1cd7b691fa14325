"""Who to sign in as, and with what."""

import secrets
from dataclasses import dataclass

from django.conf import settings

from salesmgmt.demo.world.staff import CAST, DOMAIN, NEW_HIRE

LOCAL_PASSWORD = "kestrel-workshop"  # noqa: S105 - of a sample on one's own machine, shown to whoever starts it
SHOWN = ("Olga", "Max", "Rita", "Nora", "Mona", "Rosa", "Ivan", "Carla", "Finn")
RANDOM_BYTES = 9


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: what there is to see as them."""

    name: str
    email: str
    what: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


def cast() -> list[Member]:
    """Those with a sign-in of interest, in the order in which to try them."""
    members = [Member(name, _email(name), what) for name, _, _, what in CAST]
    members.append(Member(NEW_HIRE[0], _email(NEW_HIRE[0]), NEW_HIRE[1]))
    by_first_name = {member.name.split()[0]: member for member in members}
    return [by_first_name[first] for first in SHOWN]


def password_for() -> tuple[str, bool]:
    """The password of the cast and whether it is the published one: only on a machine's own database, else drawn."""
    if settings.EMBEDDED_DATABASE:
        return LOCAL_PASSWORD, True
    return secrets.token_urlsafe(RANDOM_BYTES), False


def _email(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@{DOMAIN}"
