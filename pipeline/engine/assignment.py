"""Who of several people gets a lead: round robin, by capacity, or by skill; the same inputs give the same choice.

A candidate's numbers are all that is asked, so a choice can be repeated from its log at any time
(docs/algorithms/assignment.md has the worked table).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from salesmgmt.common.money import Rounding, divide_rounded

DAYS = 30
WHOLE_BP = 10_000


class Method(StrEnum):
    ROUND_ROBIN = "ROUND_ROBIN"
    CAPACITY = "CAPACITY"
    SKILL = "SKILL"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody at a place in a rule's row. `capacity` is how many leads they take in 30 days once they are ramped,
    `share_bp` how far they are; `last_day` and `last_month` are how many they were given in 24 hours and 30 days."""

    person: int
    place: int
    capacity: int = DAYS
    share_bp: int = WHOLE_BP
    last_day: int = 0
    last_month: int = 0
    away: bool = False
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """`why` says in a word what decided, or why nobody was chosen."""

    person: int | None
    why: str
    cursor: int


def daily_quota(capacity: int, last_day: int, *, share_bp: int = WHOLE_BP) -> int:
    """How many more leads somebody takes today: a thirtieth of the month's, half up, less those of 24 hours."""
    return divide_rounded(capacity * share_bp, DAYS * WHOLE_BP, rounding=Rounding.HALF_UP) - last_day


def load(candidate: Candidate) -> Fraction:
    """What share of the leads that they take in a month they have been given."""
    takes = candidate.capacity * candidate.share_bp
    return Fraction(candidate.last_month * WHOLE_BP, takes) if takes else Fraction(candidate.last_month + 1)


def choose(method: str, candidates: Sequence[Candidate], *, cursor: int = 0, wanted: Collection[str] = ()) -> Choice:
    """`cursor` is the place that the rule's last choice had. Nobody who is away is chosen."""
    present = sorted((each for each in candidates if not each.away), key=lambda each: each.place)
    if not present:
        return Choice(None, "nobody is here", cursor)
    return _METHODS[Method(method)](present, cursor, frozenset(wanted))


def _round_robin(present: Sequence[Candidate], cursor: int, wanted: Collection[str]) -> Choice:
    after = next((each for each in present if each.place > cursor), present[0])
    return Choice(after.person, "next in turn", after.place)


def _by_capacity(present: Sequence[Candidate], cursor: int, wanted: Collection[str]) -> Choice:
    """Of those who take more today the one with the lightest load, the first in the row of equals."""
    free = [each for each in present if daily_quota(each.capacity, each.last_day, share_bp=each.share_bp) > 0]
    if not free:
        return Choice(None, "nobody takes more today", cursor)
    lightest = min(free, key=lambda each: (load(each), each.place))
    return Choice(lightest.person, "lightest load", cursor)


def _by_skill(present: Sequence[Candidate], cursor: int, wanted: Collection[str]) -> Choice:
    """Of those with the most of the skills wanted, the one with the lightest load."""
    most = max(matched(each, wanted) for each in present)
    if most == 0:
        return Choice(None, "nobody has a skill that is wanted", cursor)
    able = [each for each in present if matched(each, wanted) == most]
    best = min(able, key=lambda each: (load(each), each.place))
    return Choice(best.person, f"{most} of {len(wanted)} skills, lightest load", cursor)


def matched(candidate: Candidate, wanted: Collection[str]) -> int:
    return len(frozenset(wanted) & frozenset(candidate.skills))


_METHODS: Mapping[Method, Callable[[Sequence[Candidate], int, Collection[str]], Choice]] = {
    Method.ROUND_ROBIN: _round_robin,
    Method.CAPACITY: _by_capacity,
    Method.SKILL: _by_skill,
}
