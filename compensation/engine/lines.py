"""What goes into the engine and what comes out: credits, and lines that can be opened to their slices."""

from dataclasses import dataclass

from compensation.engine.exact import PICO
from compensation.engine.plan import Basis
from salesmgmt.common.money import Rounding, divide_rounded


@dataclass(frozen=True, slots=True)
class Credit:
    """What one fact counts for one person, in minor units; negative when it takes something back."""

    ref: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a credit that fell in one tier.

    `number` counts tiers from 1 and is 0 for a flat rate, which has no basis, start or end; the last tier has no end.
    """

    number: int
    basis: Basis | None
    start: int | None
    end: int | None
    rate: int
    amount_micro: int

    @property
    def pay_pico(self) -> int:
        """Pay before rounding, exact."""
        return self.amount_micro * self.rate


@dataclass(frozen=True, slots=True)
class Line:
    """One credit paid by one component.

    `before_minor` and `after_minor` are the credit cumulated in the period around this one; divided by `quota_minor`
    they are the attainment. `tier_reached` is the tier that the total stands in afterwards (0 for a flat rate).
    """

    ref: str
    component: str
    credit_minor: int
    before_minor: int
    after_minor: int
    quota_minor: int | None
    slices: tuple[Slice, ...]
    tier_reached: int
    rounding: Rounding

    @property
    def pay_pico(self) -> int:
        return sum(part.pay_pico for part in self.slices)

    @property
    def pay_minor(self) -> int:
        """The one rounding of a line: the exact sum of its slices to the minor unit."""
        return divide_rounded(self.pay_pico, PICO, rounding=self.rounding)
