"""docs/algorithms/marginal_tiers.md holds: its table is read and paid again."""

from pathlib import Path

from compensation.engine.exact import read_scaled
from compensation.engine.lines import Credit, Line
from compensation.engine.pay import pay_component
from compensation.engine.reading import read_plan
from compensation.wording import amount_of_pico, share

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "marginal_tiers.md"
PLAN = {
    "currency": "EUR",
    "components": [
        {
            "kind": "MARGINAL",
            "code": "new",
            "name": "New business",
            "objective": "win new accounts",
            "tiers": [
                {"from": "0%", "rate": "5%"},
                {"from": "50%", "rate": "7%"},
                {"from": "100%", "rate": "9%"},
                {"from": "125%", "rate": "12%"},
            ],
        }
    ],
}


def table() -> list[list[str]]:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def tier_cells(lines: list[Line]) -> list[str]:
    pays = [sum(part.pay_pico for line in lines for part in line.slices if part.number == n) for n in (2, 3, 4)]
    return [amount_of_pico(pay, "EUR") if pay else "" for pay in pays]


def test_worked_table_is_what_the_engine_pays() -> None:
    *deals, statement = table()
    component = read_plan(PLAN).components[0]
    credits = [Credit(deal[0], read_scaled(deal[1], 2)) for deal in deals]
    lines = pay_component(component, credits, prior_minor=21_400_000, quota_minor=30_000_000)
    assert len(lines) == 4
    for deal, line in zip(deals, lines, strict=True):
        before, after = share(line.before_minor, 30_000_000), share(line.after_minor, 30_000_000)
        assert deal[2:4] == [before, after]
        assert deal[4:7] == tier_cells([line])
        assert read_scaled(deal[7], 2) == line.pay_minor
    assert read_scaled(statement[1], 2) == sum(line.credit_minor for line in lines)
    assert statement[4:7] == tier_cells(list(lines))
    assert read_scaled(statement[7], 2) == sum(line.pay_minor for line in lines)
