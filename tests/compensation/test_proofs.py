"""Each rule of pay, broken by hand past the triggers: the proof of that name says so."""

import pytest

from compensation.domain.runs import finalize_run
from compensation.models import Credit, Line, PlanVersion, Run, Statement
from tests.cast import Cast
from tests.compensation.rows import OVER, calculated
from tests.salesmgmt.figures.proving import broken, by_hand

SEALED = "compensation.closed_pay_is_as_it_was_closed"


@pytest.fixture
def draft(quarter: Cast) -> Run:
    return calculated(quarter)


@pytest.fixture
def final(draft: Run, quarter: Cast) -> Run:
    return finalize_run(run=draft, by=quarter.carla, at=OVER)


def things(found: dict) -> dict[str, list[str]]:
    return {name: [thing for thing, *_ in differences] for name, differences in found.items()}


def test_drafts_and_closed_runs_hold(draft: Run, quarter: Cast) -> None:
    assert broken() == {}
    final = finalize_run(run=draft, by=quarter.carla, at=OVER)
    assert broken() == {}
    assert (len(final.seal), set(map(len, final.statements.values_list("seal", flat=True)))) == (64, {64})


def test_a_statement_that_is_not_the_sum_of_its_lines(draft: Run) -> None:
    statement = Statement.objects.first()
    by_hand("UPDATE compensation_statement SET total_minor = total_minor + 1 WHERE id = %s", statement.pk)
    total = str(statement.total_minor + 1)
    expected = [(f"statement {statement.pk}", total, str(statement.total_minor))]
    assert broken() == {"compensation.statements_sum_their_lines": expected}


def test_a_line_that_pays_another_amount_than_its_credit(draft: Run) -> None:
    line = Line.objects.latest("pk")
    by_hand(
        "UPDATE compensation_line SET credit_minor = credit_minor + 1, after_minor = after_minor + 1 WHERE id = %s",
        line.pk,
    )
    assert things(broken()) == {"compensation.lines_pay_their_credits": [f"line {line.pk}"]}


def test_a_credit_without_a_line(draft: Run) -> None:
    line = Line.objects.latest("pk")
    by_hand(
        "UPDATE compensation_statement SET total_minor = total_minor - %s WHERE id = %s",
        line.pay_minor,
        line.statement_id,
    )
    by_hand("DELETE FROM compensation_line WHERE id = %s", line.pk)
    assert things(broken()) == {"compensation.credits_are_paid_by_a_line": [f"credit {line.credit_id}"]}


def test_a_credit_that_is_not_its_share(draft: Run) -> None:
    credit = Credit.objects.latest("pk")
    by_hand("UPDATE compensation_credit SET whole_minor = whole_minor + 1 WHERE id = %s", credit.pk)
    found = f"{credit.share_bp} bp of {credit.whole_minor + 1}"
    expected = [(f"credit {credit.pk}", str(credit.amount_minor), found)]
    assert broken() == {"compensation.credits_are_their_share": expected}


def test_a_line_that_does_not_go_on_from_the_one_before(draft: Run) -> None:
    second = Line.objects.filter(before_minor__gt=0).first()
    by_hand(
        "UPDATE compensation_line SET before_minor = before_minor - 1, after_minor = after_minor - 1 WHERE id = %s",
        second.pk,
    )
    assert things(broken()) == {"compensation.lines_go_on_from_each_other": [f"line {second.pk}"]}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE compensation_line SET pay_minor = pay_minor",
        "UPDATE compensation_credit SET booked_date = booked_date + 1",
        "UPDATE compensation_line SET rounding = 'HALF_UP'",
        "UPDATE compensation_statement SET credited_minor = credited_minor + 1",
        "UPDATE compensation_statement SET seal = ''",
    ],
)
def test_closed_pay_that_is_no_longer_what_was_sealed(final: Run, statement: str) -> None:
    by_hand(statement)
    found = things(broken())
    if statement.endswith("pay_minor"):  # nothing has changed
        assert found == {}
        return
    statements = {f"statement {pk}" for pk in Statement.objects.values_list("pk", flat=True)}
    assert set(found[SEALED]) - {f"run {final.pk}"} == statements
    assert set(found) == {SEALED}


def test_a_closed_statement_that_is_gone(final: Run, quarter: Cast) -> None:
    gone = Statement.objects.get(user=quarter.nora)
    by_hand("DELETE FROM compensation_credit WHERE user_id = %s", quarter.nora.pk)
    by_hand("DELETE FROM compensation_line WHERE statement_id = %s", gone.pk)
    by_hand("DELETE FROM compensation_statement WHERE id = %s", gone.pk)
    assert things(broken()) == {SEALED: [f"run {final.pk}"]}


def test_a_published_plan_that_was_reworded(plan: PlanVersion) -> None:
    by_hand("UPDATE compensation_planversion SET document = jsonb_set(document, '{components,1,rate}', '\"4%%\"')")
    ((name, ((thing, found, expected),)),) = broken().items()
    assert (name, thing) == ("compensation.published_plans_are_as_published", f"plan version {plan.pk}")
    assert (expected, found != expected) == (plan.sha256, True)
