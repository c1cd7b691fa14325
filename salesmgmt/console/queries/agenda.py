"""What needs a person today: what the finders of all apps found, in sections, and the sentence over them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from zlib import crc32

from django.db.models import Exists

from salesmgmt.accounts.models import User
from salesmgmt.web.agenda import LATE, NEXT, TODAY, FirstStep, Found, Urgency, Work, WorkItem, first_steps_for, work_for
from salesmgmt.web.components.days import due_words

SHOWN_EACH = 8
"""How many items of one finder stand on the page; the rest are a link."""
SHOWN_LATER = 3
NUMBER_WORDS = (
    "Nothing", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip
TITLES = {LATE: "Late", TODAY: "Due today", NEXT: "Worth doing next"}
TONES = {LATE: "bad", TODAY: "accent", NEXT: "good"}
FAR = date.max


@dataclass(frozen=True)
class Somebody:
    """A person who is no user, known by name."""

    name: str
    is_candidate: bool = True

    @property
    def pk(self) -> int:
        return crc32(self.name.encode())


@dataclass(frozen=True)
class Row:
    """An item as the page shows it: the chip's words and tone, who as somebody with a mark."""

    item: WorkItem
    who: User | Somebody | None
    due: str
    due_tone: str

    @property
    def tone(self) -> str:
        return TONES[self.item.urgency]


@dataclass(frozen=True)
class More:
    words: str
    url: str


@dataclass
class Section:
    urgency: Urgency
    rows: list[Row] = field(default_factory=list)
    more: list[More] = field(default_factory=list)

    @property
    def title(self) -> str:
        return TITLES[self.urgency]


@dataclass(frozen=True)
class Agenda:
    """`total` counts what is not shown, too. `head` and `rest` are the sentence: the finding, then which first."""

    sections: list[Section]
    total: int
    head: str
    rest: str
    appears: list[str]


def agenda_for(user: User, *, as_of: date) -> Agenda:
    """One query a finder. Within a section what loses value stands first, the most valuable of it as its finder says;
    then what is due first, then in the finders' order."""
    found = [(work, work.find(user, as_of, SHOWN_EACH)) for work in work_for(user)]
    sections = {urgency: Section(urgency) for urgency in Urgency}
    ranked = sorted(
        ((*_pressing(item), place, item) for place, (_, those) in enumerate(found) for item in those.items),
        key=itemgetter(0, 1, 2),
    )
    for *_, item in ranked:
        sections[item.urgency].rows.append(_row(item, as_of))
    for work, those in found:
        _add_more(sections, work, those)
    shown = [section for section in sections.values() if section.rows]
    _make_first_act_primary(shown)
    total = sum(max(those.total, len(those.items)) for _, those in found)
    items = [row.item for section in shown for row in section.rows]
    return Agenda(
        sections=shown,
        total=total,
        head=_head(total),
        rest=_rest(items, total=total),
        appears=[work.appears for work in [*work_for(user), *work_for(user, later=True)] if work.appears],
    )


def worth_knowing(user: User, *, as_of: date) -> list[Row]:
    """What the later finders found, in their order."""
    return [
        _row(item, as_of) for work in work_for(user, later=True) for item in work.find(user, as_of, SHOWN_LATER).items
    ]


def first_steps(user: User) -> list[FirstStep]:
    """What nobody has done yet of what this person could begin with; one query, none for most people."""
    steps = first_steps_for(user)
    if not steps:
        return []
    done = User.objects.filter(pk=user.pk).values_list(*(Exists(step.done()) for step in steps)).get()
    return [step for step, is_done in zip(steps, done, strict=True) if not is_done]


def _pressing(item: WorkItem) -> tuple[bool, date]:
    return not item.losing, date.min if item.losing else item.due_date or FAR


def _row(item: WorkItem, as_of: date) -> Row:
    who = Somebody(item.who) if isinstance(item.who, str) and item.who else item.who or None
    due, tone = _due(item, as_of)
    return Row(item, who, due, tone)  # type: ignore[arg-type]


def _due(item: WorkItem, as_of: date) -> tuple[str, str]:
    if item.chip or item.due_date is None:
        return item.chip, {LATE: "bad", TODAY: "watch", NEXT: ""}[item.urgency]
    words, tone = due_words(item.due_date, as_of)
    late = (as_of - item.due_date).days
    return (f"{late} day{'s' if late > 1 else ''} late" if late > 0 else words), tone


def _add_more(sections: dict[Urgency, Section], work: Work, found: Found) -> None:
    """The rest of a finder is named in the section of its last item."""
    hidden = found.total - len(found.items)
    if hidden > 0 and found.items:
        sections[found.items[-1].urgency].more.append(More(f"{hidden:,} more {work.more}", found.url))


def _make_first_act_primary(sections: Sequence[Section]) -> None:
    """What answers the first item, its last act, is the one loud button of the list."""
    if not sections or sections[0].urgency == NEXT or not sections[0].rows[0].item.acts:
        return
    row = sections[0].rows[0]
    *others, last = row.item.acts
    item = replace(row.item, acts=[*others, replace(last, primary=True)])
    sections[0].rows[0] = replace(row, item=item)


def _head(total: int) -> str:
    if total == 1:
        return "One thing needs you."
    return f"{_counted(total)} things need you."


def _rest(items: Sequence[WorkItem], *, total: int) -> str:
    """Which of them lose value if they wait; else which is the latest; else that none is late."""
    losing = [item.losing for item in items if item.losing]
    if losing:
        verb = "One loses" if len(losing) == 1 else f"{_counted(len(losing))} lose"
        return f"{verb} value if {'it waits' if len(losing) == 1 else 'they wait'} past today: {_listed(losing)}."
    late = [item for item in items if item.urgency == LATE]
    if late:
        verb = "It is" if total == 1 else "One is" if len(late) == 1 else f"{_counted(len(late))} are"
        verb = "All are" if 1 < total == len(late) else verb
        return f"{verb} late; start with this: {late[0].what}."
    if any(item.urgency == TODAY for item in items):
        return "Nothing is late."
    return "Nothing is late and nothing is due today."


def _listed(clauses: Sequence[str]) -> str:
    """The first two in full; the others are counted, for they stand below."""
    if len(clauses) == 1:
        return clauses[0]
    if len(clauses) == 2:
        return f"{clauses[0]}, and {clauses[1]}"
    return f"{clauses[0]}, {clauses[1]}, and {len(clauses) - 2} more"


def _counted(number: int) -> str:
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else f"{number:,}"
