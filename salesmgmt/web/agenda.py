"""What Today shows: each app registers finders of work and side cards in its own `today.py`, found at start-up.

    from salesmgmt.web.agenda import Act, Found, Urgency, Work, WorkItem, register_work
    register_work(Work("hiring.touches", order=20, visible=keeps_a_bench, find=touches_due))

A finder answers `find(user, as_of, limit)` with one query (two at most): the `limit` most pressing items that the
person may see, how many there are in all, and the address of the list of all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeVar

from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.web.nav import everybody


class Urgency(StrEnum):
    """In which section of Today an item stands."""

    LATE = "late"
    TODAY = "today"
    NEXT = "next"


LATE, TODAY, NEXT = Urgency.LATE, Urgency.TODAY, Urgency.NEXT


@dataclass(frozen=True, slots=True)
class Act:
    """What one can do about an item. `link` opens a page; `panel` the side panel (`url` answers a fragment, `page` is
    the same record's own page); `post` does it at once: for htmx the view answers with `web.toasts.toast_with`, and the
    list is drawn again.

    The last act of an item is the one that answers it; Today draws that of its first item as `primary`.
    """

    label: str
    url: str
    how: Literal["link", "panel", "post"] = "link"
    primary: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that needs this person: what, why, when, who, and the acts in place.

    `what` is a sentence without its full stop and links to `url` (opened as a panel where `panel_url` is given). `key`
    is unique on the page. `losing` is a clause for the first sentence of the page, such as “Helix Robotics slips out of
    the quarter without a next step”: only where value is lost if it waits past today. `chip` stands in place of the day
    where the item has no due date.
    """

    key: str
    urgency: Urgency
    icon: str
    what: str
    why: str = ""
    due_date: date | None = None
    who: User | str | None = None
    acts: list[Act] = field(default_factory=list)
    url: str = ""
    panel_url: str = ""
    chip: str = ""
    losing: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a finder found: the most pressing items, how many there are in all, and where all of them are listed."""

    items: list[WorkItem] = field(default_factory=list)
    total: int = 0
    url: str = ""


Shown = TypeVar("Shown", "Work", "SideCard", "Start", "FirstStep")
Finder = Callable[[User, date, int], Found]


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work that Today looks for. `order` sorts within a section, after urgency and due date.

    `name` is the app and the noun in the plural (`hiring.touches`); `more` says what the rest are called in “12 more
    touches due”. `appears` says what will stand here one day, on the page of somebody whom nothing needs: “candidates
    to keep warm”. A finder that is `later` finds what is only worth knowing: it is asked when the page stands, and
    its items come in a card beside the list; the sentence does not count them.
    """

    name: str
    order: int
    find: Finder
    visible: Callable[[User], bool] = everybody
    more: str = "like this"
    appears: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class SideCard:
    """A card beside the work list: its body is the fragment that a GET of `url_name` answers, loaded when the page
    stands. 204 means that there is nothing to show, and the card is left out."""

    name: str
    title: str
    url_name: str
    order: int
    hint: str = ""
    visible: Callable[[User], bool] = everybody


@dataclass(frozen=True, slots=True)
class Start:
    """What one comes to Today to begin, such as a new deal: a button in the head, the first in order the primary."""

    label: str
    url_name: str
    order: int
    icon: str = "plus"
    visible: Callable[[User], bool] = everybody


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a new company still has to say before the product can help: a line of Today's first card until it is done.

    `label` begins it at `url_name`, `why` says what it is good for; it is done as soon as there is a row of `done`.
    """

    label: str
    why: str
    url_name: str
    order: int
    done: Callable[[], QuerySet[Any]]
    visible: Callable[[User], bool] = everybody


_work: dict[str, Work] = {}
_first_steps: dict[str, FirstStep] = {}
_starts: dict[str, Start] = {}
_cards: dict[str, SideCard] = {}


def register_work(work: Work) -> Work:
    """Add a finder; the same name again replaces it."""
    _work[work.name] = work
    return work


def register_card(card: SideCard) -> SideCard:
    """Add a side card; the same name again replaces it."""
    _cards[card.name] = card
    return card


def register_start(start: Start) -> Start:
    """Add a button to the head of Today; the same label again replaces it."""
    _starts[start.label] = start
    return start


def register_first_step(step: FirstStep) -> FirstStep:
    """Add a step to the beginning of a company; the same label again replaces it."""
    _first_steps[step.label] = step
    return step


def forget(*names: str) -> None:
    """Take finders and cards out again (tests register their own)."""
    for name in names:
        _work.pop(name, None)
        _cards.pop(name, None)


def work_for(user: User, *, later: bool = False) -> list[Work]:
    """The finders that look for something on behalf of this person, in order: those of the list, or the later ones."""
    asked = [work for work in _work.values() if work.later is later]
    return sorted(_seen_by(user, asked), key=lambda work: (work.order, work.name))


def cards_for(user: User) -> list[SideCard]:
    return sorted(_seen_by(user, _cards.values()), key=lambda card: (card.order, card.name))


def starts_for(user: User) -> list[Start]:
    return sorted(_seen_by(user, _starts.values()), key=lambda start: (start.order, start.label))


def first_steps_for(user: User) -> list[FirstStep]:
    """What this person could begin a company with, in order, done or not."""
    return sorted(_seen_by(user, _first_steps.values()), key=lambda step: (step.order, step.label))


def _seen_by(user: User, registered: Iterable[Shown]) -> list[Shown]:
    return [each for each in registered if each.visible(user)]
