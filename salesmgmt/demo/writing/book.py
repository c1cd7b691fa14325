"""What the writers tell each other: which row each name, code and number of the world has become."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start
from salesmgmt.demo.world.company import World

ZONE = "Europe/Berlin"
CURRENCY = "EUR"


@dataclass(slots=True)
class Book:
    """`by` is the admin in whose name all of it is done. A number plus its offset is the row's id."""

    world: World
    by: User
    users: int = 0
    accounts: int = 0
    contacts: int = 0
    teams: dict[str, int] = field(default_factory=dict)
    offices: dict[str, int] = field(default_factory=dict)
    profiles: dict[str, int] = field(default_factory=dict)
    competencies: list[int] = field(default_factory=list)
    hiring_profiles: dict[str, int] = field(default_factory=dict)
    hiring_stages: dict[str, list[int]] = field(default_factory=dict)
    candidate_sources: dict[str, int] = field(default_factory=dict)
    candidate_campaigns: dict[tuple[str, date], int] = field(default_factory=dict)
    candidacies: int = 0
    products: dict[str, int] = field(default_factory=dict)
    costs: dict[int, Decimal] = field(default_factory=dict)
    lead_sources: dict[str, int] = field(default_factory=dict)
    campaigns: dict[tuple[str, date], int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    stages: list[int] = field(default_factory=list)
    managers: dict[int, int] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        return self.world.first_day

    @property
    def founded_at(self) -> datetime:
        return day_start(self.first_day, ZONE)

    @property
    def today_at(self) -> datetime:
        """When all of it was written, as far as the rows know: as today began."""
        return day_start(self.world.arguments.end, ZONE)

    def user(self, number: int) -> int:
        return self.users + number
