"""A plan tried out on invented numbers, by the same engine that pays; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from compensation import wording
from compensation.components.ladder import Ladder, draw_ladder
from compensation.engine.lines import Credit, Line, Slice
from compensation.engine.pay import needs_quota, pay_component
from compensation.engine.plan import Component, MarginalComponent, Plan

ATTAINMENTS = (80, 100, 120, 150)


@dataclass(frozen=True, slots=True)
class ExampleInput:
    quota_minor: int
    before_minor: int
    deal_minor: int


@dataclass(frozen=True, slots=True)
class Step:
    """One slice of the example deal: where, how much at which rate, and what that pays."""

    where: str
    sum: str
    pay: str


@dataclass(frozen=True, slots=True)
class ExampleComponent:
    name: str
    ladder: Ladder | None
    steps: Sequence[Step]
    pay_minor: int


@dataclass(frozen=True, slots=True)
class QuarterPay:
    """What a quarter at this attainment pays in all, and as a share of what was credited."""

    percent: int
    pay_minor: int
    credit_minor: int
    currency: str

    @property
    def said(self) -> str:
        return f"{self.percent}% of quota pays {wording.amount(self.pay_minor, self.currency)} {self.currency}"


@dataclass(frozen=True, slots=True)
class WorkedExample:
    currency: str
    components: Sequence[ExampleComponent]
    deal_minor: int
    pay_minor: int
    quarters: Sequence[QuarterPay]

    @property
    def most_minor(self) -> int:
        return max(quarter.pay_minor for quarter in self.quarters)


def worked_example(plan: Plan, given: ExampleInput | None) -> WorkedExample | None:
    """None where the numbers to try it on are not given."""
    if given is None:
        return None
    components = [_component(component, given, plan.currency) for component in plan.components]
    return WorkedExample(
        currency=plan.currency,
        components=components,
        deal_minor=given.deal_minor,
        pay_minor=sum(component.pay_minor for component in components),
        quarters=[_quarter(plan, given.quota_minor, percent) for percent in ATTAINMENTS],
    )


def _component(component: Component, given: ExampleInput, currency: str) -> ExampleComponent:
    before = Credit("before", given.before_minor)
    _, line = _pay(component, [before, Credit("deal", given.deal_minor)], given.quota_minor)
    ladder = None
    if isinstance(component, MarginalComponent):
        ladder = draw_ladder(component, [line], currency=currency, selected=line)
    return ExampleComponent(component.name, ladder, [_step(part, currency) for part in line.slices], line.pay_minor)


def _quarter(plan: Plan, quota_minor: int, percent: int) -> QuarterPay:
    credit = Credit("quarter", quota_minor * percent // 100)
    pay = sum(_pay(component, [credit], quota_minor)[0].pay_minor for component in plan.components)
    return QuarterPay(percent, pay, credit.amount_minor, plan.currency)


def _pay(component: Component, credits: list[Credit], quota_minor: int) -> tuple[Line, ...]:
    return pay_component(component, credits, quota_minor=quota_minor if needs_quota(component) else None)


def _step(part: Slice, currency: str) -> Step:
    where = "every credit"
    if part.basis is not None and part.start is not None:
        where = wording.tier_range(part.basis, part.start, part.end, currency)
    amount = wording.amount_of_micro(part.amount_micro, currency)
    return Step(where, f"{amount} × {wording.rate(part.rate)}", wording.amount_of_pico(part.pay_pico, currency))
