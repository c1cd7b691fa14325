"""The parameters that the simulated company is made with: what an estimate of it is to find again."""

from dataclasses import asdict, dataclass, field
from math import exp
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where people or leads come from: how often, and what it is worth (see `HiringTruth` and `SellingTruth`)."""

    code: str
    name: str
    share: float
    quality: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Working days: gamma distributed with shape 2 around `scale` x 2, rounded up to whole days, `longest` at most."""

    scale: float
    longest: int = 400

    @property
    def mean(self) -> float:
        """The exact mean of what is drawn: the sum over n of P(days > n)."""
        return sum(exp(-n / self.scale) * (1 + n / self.scale) for n in range(self.longest))


@dataclass(frozen=True, slots=True)
class Step:
    """A stage: the chance to get on from it, and the working days spent in it."""

    name: str
    conversion: float
    days: Waiting


@dataclass(frozen=True, slots=True)
class HiringTruth:
    """Candidates have a skill, normal with variance 1 around their source's `quality`.

    A stage is passed when validity x skill + noise is above the bar that lets exactly `conversion` of all entrants pass
    (`selection.py`). A rating is 3 + spread x (validity x skill + noise) + the interviewer's leniency, cut to 1..5.
    """

    sources: tuple[Source, ...] = (
        Source("referral", "Referral", 0.22, 0.5),
        Source("job-board", "Job board", 0.38, -0.25),
        Source("sourced", "Sourced by us", 0.25, 0.1),
        Source("meetup", "Meetup", 0.15, 0.0),
    )
    steps: tuple[Step, ...] = (
        Step("Application", 0.52, Waiting(2.2, 25)),
        Step("Phone screen", 0.56, Waiting(3.2, 25)),
        Step("Panel interview", 0.5, Waiting(4.0, 30)),
        Step("Case day", 0.62, Waiting(3.4, 30)),
    )
    validity: float = 0.55
    rating_spread: float = 0.9
    leniency: tuple[float, ...] = (0.0, 0.6, -0.5, 0.25, -0.2, 0.4)
    withdrawn_share: float = 0.2
    candidates_per_rep_month: float = 0.95
    bench_stay_days: float = 300.0
    touch_on_time: float = 0.8
    cadence_days: tuple[tuple[str, int], ...] = (("A", 14), ("B", 30), ("C", 60))


@dataclass(frozen=True, slots=True)
class RampTruth:
    """Working days from the start: no first meeting before `meeting_lag`, then a constant daily hazard; the first won
    deal follows the first meeting after `deal_lag` days with a hazard of its own. Whoever did the helpful item in time
    (`helpful_share` of all, by the toss of a coin) has `helpful_factor` times both hazards; the useless item has 1.
    """

    meeting_lag: int = 6
    meeting_hazard: float = 0.085
    deal_lag: int = 12
    deal_hazard: float = 0.022
    helpful_item: str = "Shadow three customer calls with your buddy"
    helpful_factor: float = 1.9
    helpful_share: float = 0.55
    useless_item: str = "Take the product history course"
    useless_factor: float = 1.0
    useless_share: float = 0.5
    on_time_share: float = 0.82


@dataclass(frozen=True, slots=True)
class SellingTruth:
    """A deal gets on from a stage with its `conversion`, in the first one times the lead source's `quality`, and in
    `helped_stage` times `helpful_factor` if the helpful activity took place there (by the toss of a coin)."""

    sources: tuple[Source, ...] = (
        Source("referral", "Referral", 0.16, 1.25),
        Source("partner", "Partner", 0.14, 1.1),
        Source("website", "Website", 0.28, 1.0),
        Source("trade-fair", "Trade fair", 0.14, 0.9),
        Source("outbound", "Outbound", 0.28, 0.75),
    )
    steps: tuple[Step, ...] = (
        Step("Qualify", 0.66, Waiting(3.2)),
        Step("Discover", 0.72, Waiting(5.5)),
        Step("Prove", 0.56, Waiting(8.0)),
        Step("Propose", 0.74, Waiting(4.8)),
    )
    helped_stage: str = "Prove"
    helpful_activity: str = "DEMO"
    helpful_factor: float = 1.35
    helpful_share: float = 0.5
    useless_activity: str = "CALL"
    useless_factor: float = 1.0
    useless_share: float = 0.5
    repeat_chance: float = 0.6
    repeat_days: Waiting = field(default_factory=lambda: Waiting(34.0))
    skill_on_leads: float = 0.25


@dataclass(frozen=True, slots=True)
class StaffTruth:
    """The team grows evenly from `first_share` of its seats to all of them; leavers go with a monthly hazard."""

    first_share: float = 0.45
    leaving_hazard: float = 0.012
    safe_months: int = 6
    seat_weeks_notice: int = 4


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that is known of the company before it lives."""

    hiring: HiringTruth = field(default_factory=HiringTruth)
    ramp: RampTruth = field(default_factory=RampTruth)
    selling: SellingTruth = field(default_factory=SellingTruth)
    staff: StaffTruth = field(default_factory=StaffTruth)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
