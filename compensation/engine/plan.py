"""What a pay plan says: components that turn credit into pay, flat or by marginal tiers."""

from dataclasses import dataclass
from enum import StrEnum

from compensation.engine.exact import WHOLE
from salesmgmt.common.money import Rounding


class Measure(StrEnum):
    """What is credited; a quota of the same measure says how much is asked."""

    BOOKINGS = "BOOKINGS"


class Basis(StrEnum):
    """What the start of a tier is a point on."""

    QUOTA = "QUOTA"
    AMOUNT = "AMOUNT"


class Boundary(StrEnum):
    """Whether credit that lands exactly on the start of a tier has reached it."""

    REACHES = "REACHES"
    EXCEEDS = "EXCEEDS"


@dataclass(frozen=True, slots=True)
class Tier:
    """From `start` (millionths of quota, or minor units) up to the next tier's start, at `rate` (millionths)."""

    start: int
    rate: int


@dataclass(frozen=True, slots=True)
class FlatComponent:
    """Every credit at one rate."""

    code: str
    name: str
    objective: str
    measure: Measure
    rate: int
    rounding: Rounding = Rounding.HALF_EVEN


@dataclass(frozen=True, slots=True)
class MarginalComponent:
    """Each slice of the credit cumulated in the period at the rate of the tier that it falls in.

    Tiers are in rising order and the first starts at 0, so neither gaps nor overlaps can be written.
    """

    code: str
    name: str
    objective: str
    measure: Measure
    basis: Basis
    tiers: tuple[Tier, ...]
    boundary: Boundary = Boundary.REACHES
    rounding: Rounding = Rounding.HALF_EVEN

    @property
    def needs_quota(self) -> bool:
        return self.basis is Basis.QUOTA

    def starts_micro(self, quota_minor: int | None) -> tuple[int, ...]:
        """Where each tier starts, in millionths of a minor unit; a basis of QUOTA needs a positive quota."""
        if self.basis is Basis.AMOUNT:
            return tuple(tier.start * WHOLE for tier in self.tiers)
        if quota_minor is None or quota_minor <= 0:
            raise ValueError(f"Component {self.code} pays by attainment and needs a quota above 0.")
        return tuple(tier.start * quota_minor for tier in self.tiers)


Component = FlatComponent | MarginalComponent


@dataclass(frozen=True, slots=True)
class Plan:
    """The terms that a plan version holds: one currency and its components in the order of the statement."""

    currency: str
    components: tuple[Component, ...]

    def component(self, code: str) -> Component:
        return next(component for component in self.components if component.code == code)
