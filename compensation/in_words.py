"""What a component pays, in words: printed on the plan's page beside its ladder."""

from compensation import wording
from compensation.engine.plan import Basis, Boundary, Component, FlatComponent, MarginalComponent
from compensation.explain import ROUNDINGS


def in_words(component: Component, currency: str) -> list[str]:
    """Sentences: the rates, how a line on a tier's start counts, how it is rounded."""
    rounding = f"Each line is rounded to {wording.amount(1, currency)} {currency}, {ROUNDINGS[component.rounding]}."
    if isinstance(component, FlatComponent):
        return [f"{wording.rate(component.rate)} of every credit.", rounding]
    return [_tiers(component, currency), _boundary(component), rounding]


def _tiers(component: MarginalComponent, currency: str) -> str:
    base, *rest = component.tiers
    of_quota = " of the quarter’s quota" if component.basis is Basis.QUOTA else f" {currency} credited in the quarter"
    if not rest:
        return f"{wording.rate(base.rate)} of every credit."
    steps = [f"{wording.rate(tier.rate)} from {wording.start(component.basis, tier.start, currency)}" for tier in rest]
    return f"{wording.rate(base.rate)} from the start, {wording.listed(steps)}{of_quota}."


def _boundary(component: MarginalComponent) -> str:
    reached = "counts as reached" if component.boundary is Boundary.REACHES else "does not count as reached yet"
    return f"A deal that crosses a line is split at the line; landing exactly on a line {reached}."
