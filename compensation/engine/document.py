"""Writing a plan document: the same terms always give the same JSON and the same digest."""

import hashlib
import json
from typing import Any

from compensation.engine.exact import write_percent, write_scaled
from compensation.engine.plan import Basis, Component, FlatComponent, Plan
from salesmgmt.common.money import currency_decimals


def write_plan(plan: Plan) -> dict[str, Any]:
    """The document of a plan, every default spelled out."""
    return {
        "currency": plan.currency,
        "components": [_write_component(component, plan.currency) for component in plan.components],
    }


def digest(plan: Plan) -> str:
    """SHA-256 of the document in its one spelling: the same terms always have the same digest."""
    text = json.dumps(write_plan(plan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _write_component(component: Component, currency: str) -> dict[str, Any]:
    common = {
        "code": component.code,
        "name": component.name,
        "objective": component.objective,
        "measure": component.measure.value,
        "rounding": component.rounding.value,
    }
    if isinstance(component, FlatComponent):
        return {"kind": "FLAT", **common, "rate": write_percent(component.rate)}
    return {
        "kind": "MARGINAL",
        **common,
        "basis": component.basis.value,
        "boundary": component.boundary.value,
        "tiers": [
            {"from": write_start(tier.start, component.basis, currency), "rate": write_percent(tier.rate)}
            for tier in component.tiers
        ],
    }


def write_start(start: int, basis: Basis, currency: str) -> str:
    if basis is Basis.QUOTA:
        return write_percent(start)
    places = currency_decimals(currency)
    return write_scaled(start, places, keep=places)
