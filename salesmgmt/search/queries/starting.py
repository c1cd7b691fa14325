"""What stands in the palette before anything is typed: what the person opened last, pages, acts."""

from collections import defaultdict
from collections.abc import Iterator

from salesmgmt.accounts.models import User
from salesmgmt.search.kinds import ACTS, EntryKind, SearchKind, kinds_for
from salesmgmt.search.queries.branches import as_branch
from salesmgmt.search.queries.drawn import found_in
from salesmgmt.search.queries.finding import Group, hits_of
from salesmgmt.search.queries.hits import Fit, Hit, hit_of_entry
from salesmgmt.search.typed import Typed

REMEMBERED = 6
NOTHING = Typed(())


def beginnings(user: User, references: str, *, only_acts: bool) -> list[Group]:
    """`references` are those of hits (`pipeline.deal:7`), by comma; what one may not see any more is left out."""
    recent = [] if only_acts else opened_last(user, references)
    groups = [Group("recent", "Recent", recent)] if recent else []
    for kind in kinds_for(user):
        if isinstance(kind, EntryKind) and (kind.code == ACTS or (kind.stands_open and not only_acts)):
            entries = [hit_of_entry(kind, entry, Fit.EXACT, NOTHING) for entry in kind.entries(user)]
            groups += [Group(kind.code, kind.title, entries)] if entries else []
    return groups


def opened_last(user: User, references: str) -> list[Hit]:
    """In the order named, each as it is called now, in one query."""
    named = list(_read(references))[:REMEMBERED]
    by_code: dict[str, list[int]] = defaultdict(list)
    for code, pk in named:
        by_code[code].append(pk)
    branches = [
        as_branch(kind, kind.visible(user).filter(pk__in=by_code[kind.code]).order_by(), Fit.EXACT)
        for kind in kinds_for(user)
        if isinstance(kind, SearchKind) and kind.code in by_code
    ]
    found = {(hit.kind.code, hit.pk): hit for hit in hits_of(found_in(branches), NOTHING)}
    return [found[each] for each in dict.fromkeys(named) if each in found]


def _read(references: str) -> Iterator[tuple[str, int]]:
    """What does not read as a reference is passed over: it comes from a browser's memory."""
    for reference in references[:600].split(","):
        code, _, number = reference.partition(":")
        if number.isascii() and number.isdigit() and len(number) < 19:
            yield code, int(number)
