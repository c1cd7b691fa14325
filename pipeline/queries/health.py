"""How a deal stands: its next step, its days in stage against what is normal, and what follows from the two.

- **bad**: there is no next step, or the next step is late and the deal is in its stage for longer than normal;
- **watch**: the next step is late, or the deal is in its stage for longer than normal;
- **good**: neither. A stage without normal days is never too long;
- paused deals and closed ones have no health: they are waited for, or done.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.choices import StageKind
from pipeline.models import Deal
from salesmgmt.common.period import day_of


class Health(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NONE = ""


_BY_LATE_AND_SLOW = {
    (True, True): (Health.BAD, "stalled"),
    (True, False): (Health.WATCH, "step late"),
    (False, True): (Health.WATCH, "slow"),
    (False, False): (Health.GOOD, "on track"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`days` in the stage, `normal` days there, `late` days of the next step (0: not late), and why, in words.

    An open deal `should_be_closed` when the day on which it was to close has passed.
    """

    health: Health
    why: str
    days: int
    normal: int | None
    late: int
    is_paused: bool
    should_be_closed: bool

    @property
    def is_slow(self) -> bool:
        return self.normal is not None and self.days > self.normal

    @property
    def gauge_words(self) -> str:
        unit = "day" if self.days == 1 else "days"
        return f"{self.days} {unit} in stage" + (f", normal {self.normal}" if self.normal is not None else "")


def standing_of(deal: Deal, *, today: date, zone: str) -> Standing:
    """How a deal stands on a day in the company's zone; its stage should be loaded."""
    normal = deal.stage.normal_days
    days = max((today - day_of(deal.stage_entered_at, zone)).days, 0)
    late = max((today - deal.next_step_date).days, 0) if deal.next_step_date else 0
    paused = deal.is_open and deal.paused_until is not None and deal.paused_until > today
    health, why = _judge(deal, is_paused=paused, late=late, slow=normal is not None and days > normal)
    overdue = deal.is_open and deal.close_date is not None and deal.close_date < today
    return Standing(health, why, days, normal, late, paused, overdue)


def _judge(deal: Deal, *, is_paused: bool, late: int, slow: bool) -> tuple[Health, str]:
    if not deal.is_open:
        return Health.NONE, "won" if deal.state == StageKind.WON else "lost"
    if is_paused:
        return Health.NONE, "paused"
    if not deal.next_step:
        return Health.BAD, "no next step"
    return _BY_LATE_AND_SLOW[late > 0, slow]
