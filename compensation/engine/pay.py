"""Pay: credits in their order through a component, one line each."""

from collections.abc import Iterable

from compensation.engine.exact import MICRO
from compensation.engine.lines import Credit, Line, Slice
from compensation.engine.plan import Component, FlatComponent, MarginalComponent
from compensation.engine.tiers import cut, tier_reached


def pay_component(
    component: Component, credits: Iterable[Credit], *, prior_minor: int = 0, quota_minor: int | None = None
) -> tuple[Line, ...]:
    """The lines of a component, each starting where the one before ended.

    `prior_minor` is what the period had credited already. ValueError when a component that pays by attainment has no
    quota above 0: the caller refuses that in words.
    """
    lines = []
    total = prior_minor
    for credit in credits:
        line = _pay(component, credit, total, quota_minor)
        lines.append(line)
        total = line.after_minor
    return tuple(lines)


def _pay(component: Component, credit: Credit, before_minor: int, quota_minor: int | None) -> Line:
    after_minor = before_minor + credit.amount_minor
    slices, reached = _slices(component, credit, before_minor, quota_minor)
    return Line(
        ref=credit.ref,
        component=component.code,
        credit_minor=credit.amount_minor,
        before_minor=before_minor,
        after_minor=after_minor,
        quota_minor=quota_minor,
        slices=slices,
        tier_reached=reached,
        rounding=component.rounding,
    )


def _slices(
    component: Component, credit: Credit, before_minor: int, quota_minor: int | None
) -> tuple[tuple[Slice, ...], int]:
    if isinstance(component, FlatComponent):
        return (Slice(0, None, None, None, component.rate, credit.amount_minor * MICRO),), 0
    slices = cut(component, before_minor=before_minor, credit_minor=credit.amount_minor, quota_minor=quota_minor)
    after_micro = (before_minor + credit.amount_minor) * MICRO
    return slices, tier_reached(component.starts_micro(quota_minor), after_micro, component.boundary)


def needs_quota(component: Component) -> bool:
    """Whether a component pays by attainment."""
    return isinstance(component, MarginalComponent) and component.needs_quota
