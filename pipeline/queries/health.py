"""How a deal stands: its next step, its days in stage against the limit of the stage, and what follows from the two.

A deal is **stalled** when its days in its present stage are more than the limit: the days after which 80% of the won
deals had left it, or the stage's normal days where too few won deals say so (docs/algorithms/stalled.md). A stage with
neither stalls nothing.

- **bad**: there is no next step, or the next step is late and the deal is stalled;
- **watch**: the next step is late, or the deal is stalled;
- **good**: neither;
- paused deals and closed ones have no health: they are waited for, or done.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pipeline.choices import StageKind
from pipeline.models import Deal
from salesmgmt.common.period import day_of


class Health(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NONE = ""


_BY_LATE_AND_STALLED = {
    (True, True): (Health.BAD, "stalled, step late"),
    (True, False): (Health.WATCH, "step late"),
    (False, True): (Health.WATCH, "stalled"),
    (False, False): (Health.GOOD, "on track"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The most days that a deal stands in a stage without being stalled: what `won` deals say, or (None) what the stage
    says is normal; no days, where neither says any."""

    days: int | None
    won: int | None = None

    @classmethod
    def of(cls, counted: Any, normal: int | None) -> "Limit":
        """From a row that has the counts of a stage (`queries.stage_odds`), and the normal days of that stage."""
        return cls(normal) if counted.left_days is None else cls(counted.left_days, counted.timed_count)

    @property
    def words(self) -> str:
        """“80% of won deals left after 14 days (n = 42)”, “normal 9”."""
        if self.days is None:
            return ""
        if self.won is None:
            return f"normal {self.days}"
        return f"80% of won deals left after {self.days} day{'' if self.days == 1 else 's'} (n = {self.won:,})"

    @property
    def short(self) -> str:
        """“80% by 14 d”, “normal 9”."""
        return self.words if self.won is None else f"80% by {self.days} d"

    @property
    def sentence(self) -> str:
        return f"{self.words[:1].upper()}{self.words[1:]}." if self.won is not None else f"Normal is {self.days}."


def limit_of(stage: Any) -> Limit:
    """Of a stage that came with its counts."""
    return Limit.of(stage, stage.normal_days)


@dataclass(frozen=True, slots=True)
class Standing:
    """`days` in the stage, the `limit` there, `late` days of the next step (0: not late), and why, in words.

    An open deal `should_be_closed` when the day on which it was to close has passed.
    """

    health: Health
    why: str
    days: int
    limit: Limit
    late: int
    is_paused: bool
    should_be_closed: bool

    @property
    def is_stalled(self) -> bool:
        """Whether it is too long where it is; of a paused or closed deal nobody asks."""
        return self.health is not Health.NONE and self.limit.days is not None and self.days > self.limit.days

    @property
    def gauge_words(self) -> str:
        unit = "day" if self.days == 1 else "days"
        return f"{self.days} {unit} in stage" + (f", {self.limit.words}" if self.limit.words else "")


def standing_of(deal: Deal, *, today: date, zone: str, limit: Limit) -> Standing:
    """How a deal stands on a day in the company's zone, by the limit of its stage."""
    days = max((today - day_of(deal.stage_entered_at, zone)).days, 0)
    late = max((today - deal.next_step_date).days, 0) if deal.next_step_date else 0
    paused = deal.is_open and deal.paused_until is not None and deal.paused_until > today
    health, why = _judge(deal, is_paused=paused, late=late, stalled=limit.days is not None and days > limit.days)
    overdue = deal.is_open and deal.close_date is not None and deal.close_date < today
    return Standing(health, why, days, limit, late, paused, overdue)


def _judge(deal: Deal, *, is_paused: bool, late: int, stalled: bool) -> tuple[Health, str]:
    if not deal.is_open:
        return Health.NONE, "won" if deal.state == StageKind.WON else "lost"
    if is_paused:
        return Health.NONE, "paused"
    if not deal.next_step:
        return Health.BAD, "no next step"
    return _BY_LATE_AND_STALLED[late > 0, stalled]
