"""docs/algorithms/attainment.md and paid_amount.md hold: their tables are what the cast's quarter comes to."""

from pathlib import Path

from compensation.models import Line
from compensation.wording import amount, share
from tests.cast import Cast
from tests.compensation.rows import calculated, statement_of
from tests.compensation.test_figures import ATTAINED, PAID, asked

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"


def table(page: str) -> list[list[str]]:
    rows = [line for line in (PAGES / page).read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_attainment_table(quarter: Cast) -> None:
    run = calculated(quarter)
    statements = [statement_of(run, quarter.rita), statement_of(run, quarter.nora)]
    pairs = [(statement.credited_minor, statement.quota_minor) for statement in statements]
    pairs.append((sum(credited for credited, _ in pairs), sum(quota for _, quota in pairs)))
    assert [row[1:] for row in table("attainment.md")] == [
        [amount(credited, "EUR"), amount(quota, "EUR"), share(credited, quota)] for credited, quota in pairs
    ]
    assert asked(ATTAINED, quarter.finn)["said"] == table("attainment.md")[-1][-1]


def test_paid_amount_table(quarter: Cast) -> None:
    run = calculated(quarter)
    expected = []
    for user in (quarter.rita, quarter.nora):
        lines = Line.objects.filter(statement__run=run, statement__user=user).select_related("credit__deal")
        names = {"new-business": "New business", "every-booking": "Every booking"}
        expected += [[f"{line.credit.deal}, {names[line.component]}", amount(line.pay_minor, "EUR")] for line in lines]
        expected.append([user.short_name, amount(sum(line.pay_minor for line in lines), "EUR")])
    shown = table("paid_amount.md")
    assert shown[:-1] == expected
    assert f"{shown[-1][1]} EUR" == asked(PAID, quarter.finn)["said"]
