"""What the rail offers: each app registers its entries in its own `nav.py`, found at start-up.

    from salesmgmt.web.nav import NavItem, register
    register(NavItem("pipeline", "Pipeline", icon="pipeline", url_name="pipeline:board", order=20, visible=sees_deals))

An entry shows only to people for whom `visible(user)` is true, so nothing in the rail leads to a forbidden page.
Commands are what search and its palette (Ctrl/Cmd+K) offer besides the rail's entries.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from salesmgmt.accounts.models import User

PHONE_PLACES = 5
DO = "Do"
"""The group of commands that start an act."""


def everybody(user: User) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """One entry of the rail: `order` sorts, `at_end` puts it at the foot, `count` says how many things need you."""

    key: str
    label: str
    icon: str
    url_name: str
    order: int
    visible: Callable[[User], bool] = everybody
    count: Callable[[User], int] | None = None
    at_end: bool = False


@dataclass(frozen=True)
class Command:
    """One line of the palette that leads to a page or to the start of an act."""

    label: str
    url_name: str
    icon: str = "arrow"
    group: str = DO
    visible: Callable[[User], bool] = everybody


@dataclass(frozen=True)
class Bell:
    """The bell of the top bar: how many notices a person has not read, the fragment with the latest, all of them.

    `count` is asked on every page, so it asks for nothing that `people.standing` does not know.
    """

    count: Callable[[User], int]
    latest_url_name: str
    all_url_name: str


@dataclass(frozen=True)
class RailEntry:
    """A NavItem as one person sees it on one page."""

    key: str
    label: str
    icon: str
    url: str
    is_current: bool
    count: int
    at_end: bool
    on_phone: bool


_items: dict[str, NavItem] = {}
_commands: dict[str, Command] = {}
_bells: list[Bell] = []


def register(item: NavItem) -> None:
    """Add an entry to the rail; the same key again replaces it."""
    _items[item.key] = item


def register_command(command: Command) -> None:
    """Add a line to the palette; the same label again replaces it."""
    _commands[command.label] = command


def register_bell(bell: Bell) -> None:
    """Hang the bell up; a second one replaces it."""
    _bells[:] = [bell]


def bell() -> Bell | None:
    return _bells[0] if _bells else None


def visible_items(user: User) -> list[NavItem]:
    items = (item for item in _items.values() if item.visible(user))
    return sorted(items, key=lambda item: (item.at_end, item.order, item.key))


def visible_commands(user: User) -> list[Command]:
    return [command for command in _commands.values() if command.visible(user)]


def rail_for(user: User, path: str) -> list[RailEntry]:
    """The rail of `user` on the page at `path`; the entry with the same first path segment is the current one."""
    items = visible_items(user)
    places = PHONE_PLACES if len(items) <= PHONE_PLACES else PHONE_PLACES - 1
    entries = []
    for place, item in enumerate(items):
        url = reverse(item.url_name)
        entries.append(
            RailEntry(
                key=item.key,
                label=item.label,
                icon=item.icon,
                url=url,
                is_current=_first_segment(url) == _first_segment(path),
                count=item.count(user) if item.count else 0,
                at_end=item.at_end,
                on_phone=place < places,
            )
        )
    return entries


def _first_segment(path: str) -> str:
    return path.lstrip("/").split("/", 1)[0]
