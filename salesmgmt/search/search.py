"""Pages and acts, which stand in the program: those of the rail and its commands."""

from collections.abc import Iterator

from salesmgmt.accounts.models import User
from salesmgmt.search.kinds import ACTS, Entry, EntryKind, register_search
from salesmgmt.web.addresses import page_url
from salesmgmt.web.nav import DO, visible_commands, visible_items


def pages(user: User) -> Iterator[Entry]:
    """Each address once, by the name of its rail entry where it has one."""
    known: set[str] = set()
    for item in (*visible_items(user), *(each for each in visible_commands(user) if each.group != DO)):
        if item.url_name not in known:
            known.add(item.url_name)
            yield Entry(item.label, page_url(item.url_name), item.icon)


def acts(user: User) -> Iterator[Entry]:
    for command in visible_commands(user):
        if command.group == DO:
            yield Entry(command.label, page_url(command.url_name), command.icon)


register_search(EntryKind(ACTS, "Do", "plus", order=80, entries=acts))
register_search(EntryKind("web.page", "Go to", "arrow", order=90, entries=pages, stands_open=True))
