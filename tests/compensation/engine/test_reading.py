"""Plan documents are read whole or refused with the part at fault; what is written reads back the same."""

import copy
from typing import Any

import pytest

from compensation.engine.document import digest, write_plan
from compensation.engine.plan import Basis, Boundary, FlatComponent, MarginalComponent
from compensation.engine.reading import PlanFault, read_plan

DOCUMENT: dict[str, Any] = {
    "currency": "USD",
    "components": [
        {
            "kind": "MARGINAL",
            "code": "new",
            "name": "New business",
            "objective": "win new accounts",
            "tiers": [{"from": "0%", "rate": "5%"}, {"from": "62.5%", "rate": "7.25%"}],
        },
        {"kind": "FLAT", "code": "all", "name": "All bookings", "objective": "keep and grow", "rate": "1%"},
    ],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    *way, last = path.split(".")
    place: Any = document
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return document


def test_read_plan_takes_the_defaults() -> None:
    marginal, flat = read_plan(DOCUMENT).components
    assert isinstance(marginal, MarginalComponent)
    assert (marginal.basis, marginal.boundary, marginal.rounding) == (Basis.QUOTA, Boundary.REACHES, "HALF_EVEN")
    assert [(tier.start, tier.rate) for tier in marginal.tiers] == [(0, 50_000), (625_000, 72_500)]
    assert isinstance(flat, FlatComponent)
    assert flat.rate == 10_000


def test_write_plan_reads_back_the_same() -> None:
    plan = read_plan(DOCUMENT)
    assert read_plan(write_plan(plan)) == plan
    tiers = [{"from": "0", "rate": "1%"}, {"from": "150000.50", "rate": "2%"}]
    assert read_plan(changed("components.0.tiers.1.from", "1,000%")).components[0].tiers[1].start == 10_000_000
    by_amount = read_plan(changed("components.0", DOCUMENT["components"][0] | {"basis": "AMOUNT", "tiers": tiers}))
    assert read_plan(write_plan(by_amount)) == by_amount


def test_digest_is_of_the_terms_and_not_of_their_spelling() -> None:
    spelled = changed("components.0.tiers.1", {"rate": "7.2500 %", "from": "62.50"})
    assert digest(read_plan(spelled)) == digest(read_plan(DOCUMENT))
    assert digest(read_plan(changed("components.1.rate", "1.0001%"))) != digest(read_plan(DOCUMENT))


@pytest.mark.parametrize(
    ("path", "value", "field", "words"),
    [
        ("currency", "usd", "currency", "three capitals"),
        ("components", [], "components", "1 to 6 components"),
        ("components.0.kind", "MAGIC", "components.0.kind", "FLAT or MARGINAL"),
        ("components.0.name", " ", "components.0.name", "no name"),
        ("components.0.objective", None, "components.0.objective", "no objective"),
        ("components.0.measure", "SMILES", "components.0.measure", "choose BOOKINGS"),
        ("components.0.boundary", "NEAR", "components.0.boundary", "REACHES or EXCEEDS"),
        ("components.0.tiers", [], "components.0.tiers", "1 to 12 tiers"),
        ("components.0.tiers.0.from", "10%", "components.0.tiers.0.from", "start it at 0"),
        ("components.0.tiers.1.from", "0%", "components.0.tiers.1.from", "they overlap"),
        ("components.0.tiers.1.from", "-5%", "components.0.tiers.1.from", "below 0"),
        ("components.0.tiers.1.rate", "100.0001%", "components.0.tiers.1.rate", "at most 100%"),
        ("components.0.tiers.1.rate", "seven", "components.0.tiers.1.rate", "up to 4 decimals"),
        ("components.0.tiers.1.rate", "7.00001%", "components.0.tiers.1.rate", "up to 4 decimals"),
        ("components.0.tiers.1.rate", "7,5%", "components.0.tiers.1.rate", "7,5% is not a percentage"),
        ("components.0.tiers.1.rate", "1 2%", "components.0.tiers.1.rate", "1 2% is not a percentage"),
        ("components.0.code", "x" * 61, "components.0.code", "at most 60 characters"),
        ("components.0.tiers.1.rate", 7, "components.0.tiers.1.rate", "write it as text"),
        ("components.0.tiers.1", {"from": "5%", "to": "9%", "rate": "1%"}, "components.0.tiers.1.to", "remove it"),
        ("components.1.code", "new", "components.1.code", "its own code"),
        ("components.1.tiers", [], "components.1.tiers", "remove it"),
        ("components.1", "flat", "components.1", "is an object"),
    ],
)
def test_read_plan_refuses(path: str, value: Any, field: str, words: str) -> None:
    with pytest.raises(PlanFault) as refusal:
        read_plan(changed(path, value))
    assert refusal.value.field == field
    assert words in refusal.value.message


def test_read_plan_refuses_falling_tiers() -> None:
    tiers = [{"from": "0", "rate": "1%"}, {"from": "50%", "rate": "2%"}, {"from": "25%", "rate": "3%"}]
    with pytest.raises(PlanFault, match="Tier 3 starts below tier 2: put the tiers in rising order"):
        read_plan(changed("components.0.tiers", tiers))


def test_read_plan_refuses_cents_where_the_currency_has_none() -> None:
    component = DOCUMENT["components"][0] | {
        "basis": "AMOUNT",
        "tiers": [{"from": "0", "rate": "1%"}, {"from": "10.5", "rate": "2%"}],
    }
    with pytest.raises(PlanFault, match="up to 0 decimals"):
        read_plan({"currency": "JPY", "components": [component]})
    assert read_plan({"currency": "USD", "components": [component]}).components[0].code == "new"
