"""How far new hires are, as apps above say it: onboarding registers what it measures, in its `ramping.py`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.choices import WHOLE_BP
from pipeline.models import SellerCapacity


@dataclass(frozen=True, slots=True)
class RampShare:
    """Which share of a full capacity somebody has, and what that is said from."""

    share_bp: int
    why: str


Source = Callable[[Collection[int], date], Mapping[int, RampShare]]
_sources: list[Source] = []


def register_ramp_shares(source: Source) -> Source:
    """`source(people, day)` gives, by person, the shares of those who are ramping; others are ramped."""
    _sources.append(source)
    return source


def ramp_shares(people: Collection[int], *, day: date) -> dict[int, RampShare]:
    """By person; the lower one where several say something."""
    found: dict[int, RampShare] = {}
    for source in _sources:
        for person, said in source(people, day).items():
            found[person] = min(found.get(person, said), said, key=lambda each: each.share_bp)
    return found


def share_of(row: SellerCapacity, ramp: RampShare | None) -> RampShare:
    """The lower of what an admin has set and of what the ramp says."""
    by_hand = RampShare(row.share_bp, "set by hand" if row.share_bp < WHOLE_BP else "ramped")
    return ramp if ramp is not None and ramp.share_bp < by_hand.share_bp else by_hand
