"""The engine pays what published examples pay."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from compensation.engine.exact import PICO, read_scaled
from compensation.engine.lines import Credit, Line
from compensation.engine.pay import pay_component
from compensation.engine.reading import read_plan

CASES = Path(__file__).parents[2] / "cases"


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in yaml.safe_load((CASES / name).read_text())]


def cents(text: str) -> int:
    return read_scaled(text, 2)


def paid(component: dict[str, Any], run: dict[str, Any], quota: str | None = None) -> tuple[Line, ...]:
    head = {"code": "c", "name": "Component", "objective": "win new accounts"}
    plan = read_plan({"currency": "USD", "components": [head | component]})
    credits = [Credit(str(number), cents(text)) for number, text in enumerate(run["credits"])]
    return pay_component(
        plan.components[0],
        credits,
        prior_minor=cents(run.get("prior", "0")),
        quota_minor=None if quota is None else cents(quota),
    )


@pytest.mark.parametrize("case", cases("compensation_marginal.yaml"))
def test_marginal_case(case: dict[str, Any]) -> None:
    component = {
        "kind": "MARGINAL",
        "basis": case["basis"],
        "boundary": case.get("boundary", "REACHES"),
        "tiers": [{"from": start, "rate": rate} for start, rate in case["tiers"]],
    }
    total = 0
    for run in case["runs"]:
        lines = paid(component, run, case.get("quota"))
        assert [line.pay_minor for line in lines] == [cents(text) for text in run["pay"]]
        if "parts" in run:
            parts = [[part.pay_pico for part in line.slices] for line in lines]
            assert parts == [[cents(text) * PICO for text in texts] for texts in run["parts"]]
        if "reached" in run:
            assert [line.tier_reached for line in lines] == run["reached"]
        total += sum(line.pay_minor for line in lines)
    if "total" in case:
        assert total == cents(case["total"])


@pytest.mark.parametrize("case", cases("compensation_flat.yaml"))
def test_flat_case(case: dict[str, Any]) -> None:
    component = {"kind": "FLAT", "rate": case["rate"], "rounding": case.get("rounding", "HALF_EVEN")}
    lines = paid(component, case)
    assert [line.pay_minor for line in lines] == [cents(text) for text in case["pay"]]
    assert sum(line.pay_minor for line in lines) == cents(case["total"])
    assert {line.tier_reached for line in lines} == {0}
