"""What the world is made of: plain facts that refer to each other by number or code. The writer knows the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime

TEAMS = ("Team North", "Team South", "Team Atlantic")
OFFICES = (("Hamburg", "Europe/Berlin"), ("Toronto", "America/Toronto"))
OFFICE_OF_TEAM = {"Team North": "Hamburg", "Team South": "Hamburg", "Team Atlantic": "Toronto", "": "Hamburg"}
PROFILES = (("enterprise-ae", "Enterprise AE"), ("mid-market-ae", "Mid-market AE"))

REPS, MONTHS = 40, 24


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the company is asked to be like; `end` is its today, which has not begun to be worked."""

    seed: int
    end: date
    reps: int = REPS
    months: int = MONTHS
    deals: int = 4_000

    @staticmethod
    def usual_deals(reps: int, months: int) -> int:
        """About four new ones a month for each rep of a team that grows."""
        return max(round(reps * months * 4.2), reps)


@dataclass(slots=True)
class Person:
    """Somebody with a sign-in; `end` is the first day that they are gone. The number is that of the user."""

    number: int
    name: str
    email: str
    team: str
    roles: tuple[str, ...]
    start: date
    manager: int | None = None
    profile: str = ""
    skill: float = 0.0
    end: date | None = None
    applicant: int | None = None

    @property
    def office(self) -> str:
        return OFFICE_OF_TEAM[self.team]

    @property
    def sells(self) -> bool:
        return "REP" in self.roles


@dataclass(slots=True)
class Card:
    """A scorecard: competency number -> (value, evidence)."""

    author: int
    recommendation: str
    summary: str
    submitted_at: datetime | None
    ratings: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Interview:
    stage: int
    scheduled_at: datetime
    minutes: int
    state: str
    panel: list[int]
    cards: list[Card] = field(default_factory=list)


@dataclass(slots=True)
class Touch:
    kind: str
    user: int
    happened_at: datetime
    due: date
    note: str


@dataclass(slots=True)
class Bench:
    tier: str
    put_at: datetime
    owner: int = 0
    left_at: datetime | None = None
    leave_reason: str = ""
    ready: date | None = None
    next_touch: date = date.min
    touches: list[Touch] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    stage: int
    entered_at: datetime
    left_at: datetime | None = None


@dataclass(slots=True)
class Applicant:
    """A candidate and their one candidacy; stages are numbers in `HiringTruth.steps`, the one after is Ready."""

    number: int
    name: str
    email: str
    source: str
    profile: str
    skill: float
    origin: str
    headline: str
    location: str
    about: str
    state: str = "OPEN"
    ended_at: datetime | None = None
    end_reason: str = ""
    hired: int | None = None
    visits: list[Visit] = field(default_factory=list)
    noises: list[float] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    bench: Bench | None = None


@dataclass(slots=True)
class Item:
    """An item of a journey: which of the plan's, whose, due when, done when."""

    position: int
    assignee: int
    due: date
    done_at: datetime | None


@dataclass(slots=True)
class Journey:
    person: int
    buddy: int
    manager: int
    applicant: int
    items: list[Item]
    state: str = "OPEN"
    ended_at: datetime | None = None
    meeting_date: date | None = None
    deal_date: date | None = None


@dataclass(slots=True)
class Goal:
    """A quota: of a person (number) or a team (name) for one quarter, with a ramp share in percent."""

    person: int | None
    team: str
    start: date
    end: date
    amount: int
    ramp_percent: int = 100
