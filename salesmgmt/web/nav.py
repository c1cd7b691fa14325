"""What the rail offers: each app registers its entries in its own `nav.py`, found at start-up.

    from salesmgmt.web.nav import NavItem, register
    register(NavItem("pipeline", "Pipeline", icon="pipeline", url_name="pipeline:board", order=20, visible=sees_deals))

    register_pages("pipeline", Page("invoices", "Invoices", "pipeline:invoices", tab="Orders", visible=reads_invoices))

An entry shows only to people for whom `visible(user)` is true, so nothing in the rail leads to a forbidden page.
Pages are what stands beside each other in a part of the site: tabs, and under the open tab those that share it. Each is
found in search and its palette (Ctrl/Cmd+K) as well, which offer the rail's entries and commands besides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from salesmgmt.accounts.models import User
from salesmgmt.web.addresses import page_url

PHONE_PLACES = 5
DO = "Do"
"""The group of commands that start an act."""
GO_TO = "Go to"
"""The group of commands that lead to a page."""


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
class Page:
    """One of the sister pages of a part of the site; its template's context says `here` = `key` (or one of `also`).

    Pages of one `tab` share it (blank: a tab of its own), and it leads to the first of them that a person may open.
    `called` is what it is called where nothing says which part it belongs to; None: found in the palette otherwise.
    """

    key: str
    label: str
    url_name: str
    tab: str = ""
    icon: str = "arrow"
    visible: Callable[[User], bool] = everybody
    called: str | None = ""
    also: tuple[str, ...] = ()

    @property
    def of_tab(self) -> str:
        return self.tab or self.label

    def is_here(self, here: str) -> bool:
        return here == self.key or here in self.also


@dataclass(frozen=True)
class Tab:
    """A link among sister pages as one person sees it: `current` is what aria-current says, blank for the others."""

    label: str
    url: str
    current: str


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
_pages: dict[str, dict[str, Page]] = {}
_bells: list[Bell] = []


def register(item: NavItem) -> None:
    """Add an entry to the rail; the same key again replaces it."""
    _items[item.key] = item


def register_command(command: Command) -> None:
    """Add a line to the palette; the same label again replaces it."""
    _commands[command.label] = command


def register_pages(part: str, *pages: Page) -> None:
    """Add sister pages to a part of the site in their order; the same key again replaces a page."""
    for page in pages:
        _pages.setdefault(part, {})[page.key] = page
        if page.called is not None:
            register_command(Command(page.called or page.label, page.url_name, page.icon, GO_TO, page.visible))


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


def visible_pages(user: User, part: str) -> list[Page]:
    return [page for page in _pages.get(part, {}).values() if page.visible(user)]


def tabs_for(user: User, part: str, here: str) -> tuple[list[Tab], list[Tab]]:
    """The tabs of a part, and the pages that share the open one; none of either where there is but one."""
    pages = visible_pages(user, part)
    opened = next((page.of_tab for page in pages if page.is_here(here)), "")
    first: dict[str, Page] = {}
    for page in pages:
        first.setdefault(page.of_tab, page)
    tabs = [
        Tab(name, page_url(page.url_name), ("page" if page.is_here(here) else "true") if name == opened else "")
        for name, page in first.items()
    ]
    sharing = [
        Tab(page.label, page_url(page.url_name), "page" if page.is_here(here) else "")
        for page in pages
        if page.of_tab == opened
    ]
    return tabs if len(tabs) > 1 else [], sharing if len(sharing) > 1 else []


def rail_for(user: User, path: str) -> list[RailEntry]:
    """The rail of `user` on the page at `path`; the entry with the same first path segment is the current one."""
    items = visible_items(user)
    places = PHONE_PLACES if len(items) <= PHONE_PLACES else PHONE_PLACES - 1
    entries = []
    for place, item in enumerate(items):
        url = page_url(item.url_name)
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
