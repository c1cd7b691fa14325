"""Reading a plan document: the JSON of a plan version becomes a plan, or a sentence says what is wrong with it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from compensation.engine.exact import WHOLE, read_percent, read_scaled, write_percent
from compensation.engine.plan import Basis, Boundary, Component, FlatComponent, MarginalComponent, Measure, Plan, Tier
from salesmgmt.common.money import Rounding, currency_decimals
from salesmgmt.common.problems import Refused

MOST_COMPONENTS = 6
MOST_TIERS = 12
LONGEST_CODE = 60

Choice = TypeVar("Choice", bound=StrEnum)


class PlanFault(Refused):
    """The plan document cannot be paid by.

    `field` is the path of the part at fault, as in components.0.rate.
    """

    code = "plan_document"


def read_plan(raw: Mapping[str, Any]) -> Plan:
    """The plan that a document says; PlanFault names the first part that is wrong and the way out."""
    _only(raw, "", {"currency", "components"})
    currency = _text(raw, "currency", "")
    if len(currency) != 3 or not (currency.isascii() and currency.isupper()):
        raise PlanFault(
            f"The currency {currency} is not an ISO code: write three capitals, like EUR.", field="currency"
        )
    items = raw.get("components")
    if not isinstance(items, list) or not 0 < len(items) <= MOST_COMPONENTS:
        raise PlanFault(f"A plan has 1 to {MOST_COMPONENTS} components: add or remove some.", field="components")
    components = tuple(_component(item, f"components.{index}", currency) for index, item in enumerate(items))
    codes = [component.code for component in components]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise PlanFault(
                f"Two components are called {code}: give each its own code.", field=f"components.{index}.code"
            )
    return Plan(currency, components)


def _component(raw: Any, path: str, currency: str) -> Component:
    if not isinstance(raw, Mapping):
        raise PlanFault("A component is an object with a kind, a code, a name and a rate or tiers.", field=path)
    common = {"kind", "code", "name", "objective", "measure", "rounding"}
    kind = raw.get("kind")
    if kind == "FLAT":
        _only(raw, path, common | {"rate"})
        return FlatComponent(**_common(raw, path), rate=_rate(raw, path))
    if kind == "MARGINAL":
        _only(raw, path, common | {"basis", "boundary", "tiers"})
        basis = _choice(raw, "basis", path, Basis, Basis.QUOTA)
        return MarginalComponent(
            **_common(raw, path),
            basis=basis,
            boundary=_choice(raw, "boundary", path, Boundary, Boundary.REACHES),
            tiers=_tiers(raw.get("tiers"), f"{path}.tiers", basis, currency),
        )
    raise PlanFault(f"A component's kind is FLAT or MARGINAL, not {kind}.", field=f"{path}.kind")


def _common(raw: Mapping[str, Any], path: str) -> dict[str, Any]:
    return {
        "code": _code(raw, path),
        "name": _text(raw, "name", path),
        "objective": _text(raw, "objective", path),
        "measure": _choice(raw, "measure", path, Measure, Measure.BOOKINGS),
        "rounding": _choice(raw, "rounding", path, Rounding, Rounding.HALF_EVEN),
    }


def _code(raw: Mapping[str, Any], path: str) -> str:
    code = _text(raw, "code", path)
    if len(code) > LONGEST_CODE:
        raise PlanFault(f"A code has at most {LONGEST_CODE} characters: shorten {code}.", field=f"{path}.code")
    return code


def _tiers(raw: Any, path: str, basis: Basis, currency: str) -> tuple[Tier, ...]:
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_TIERS:
        raise PlanFault(f"A component by tiers has 1 to {MOST_TIERS} tiers: add or remove some.", field=path)
    tiers: list[Tier] = []
    for index, item in enumerate(raw):
        where = f"{path}.{index}"
        if not isinstance(item, Mapping):
            raise PlanFault("A tier is an object with from and rate.", field=where)
        _only(item, where, {"from", "rate"})
        tier = Tier(_start(item, where, basis, currency), _rate(item, where))
        _check_rising(tiers, tier, f"{where}.from")
        tiers.append(tier)
    return tuple(tiers)


def _check_rising(before: list[Tier], tier: Tier, path: str) -> None:
    number = len(before) + 1
    if not before:
        if tier.start != 0:
            raise PlanFault("Tier 1 starts above 0, so the first credit would have no rate: start it at 0.", field=path)
    elif tier.start == before[-1].start:
        raise PlanFault(
            f"Tier {number} starts where tier {number - 1} starts, so they overlap: start it later or remove one.",
            field=path,
        )
    elif tier.start < before[-1].start:
        raise PlanFault(
            f"Tier {number} starts below tier {number - 1}: put the tiers in rising order.",
            field=path,
        )


def _start(raw: Mapping[str, Any], path: str, basis: Basis, currency: str) -> int:
    if basis is Basis.QUOTA:
        return _number(raw, "from", path, read_percent, "a share of quota with up to 4 decimals, like 50%")
    places = currency_decimals(currency)
    wanted = f"an amount in {currency} with up to {places} decimals"
    return _number(raw, "from", path, lambda text: read_scaled(text, places), wanted)


def _rate(raw: Mapping[str, Any], path: str) -> int:
    rate = _number(raw, "rate", path, read_percent, "a percentage with up to 4 decimals, like 7.5%")
    if rate > WHOLE:
        raise PlanFault(
            f"A rate of {write_percent(rate)} would pay more than the credit itself: a rate is at most 100%.",
            field=f"{path}.rate",
        )
    return rate


def _number(raw: Mapping[str, Any], key: str, path: str, read: Callable[[str], int], wanted: str) -> int:
    text = _text(raw, key, path)
    try:
        value = read(text)
    except ValueError:
        raise PlanFault(f"{text} is not {wanted}: write it like that.", field=f"{path}.{key}") from None
    if value < 0:
        raise PlanFault(f"{text} is below 0: write {wanted}.", field=f"{path}.{key}")
    return value


def _text(raw: Mapping[str, Any], key: str, path: str) -> str:
    value = raw.get(key)
    where = f"{path}.{key}".removeprefix(".")
    if not isinstance(value, str) or not value.strip():
        raise PlanFault(f"The document has no {key} at {where}: write it as text.", field=where)
    return value.strip()


def _choice(raw: Mapping[str, Any], key: str, path: str, choices: type[Choice], default: Choice) -> Choice:
    value = raw.get(key, default)
    try:
        return choices(value)
    except ValueError:
        known = " or ".join(choices)
        raise PlanFault(f"The {key} {value} is not known: choose {known}.", field=f"{path}.{key}") from None


def _only(raw: Mapping[str, Any], path: str, known: set[str]) -> None:
    for key in raw:
        if key not in known:
            where = f"{path}.{key}".removeprefix(".")
            raise PlanFault(f"{where} is not part of a plan document: remove it.", field=where)
