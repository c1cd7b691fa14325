"""A run that was never meant is removed: nothing of it counts, its quarter is free, and the row says why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from compensation.domain.calculation import CalculationSuperseded, locked_draft
from compensation.domain.runs import (
    ask_to_close,
    calculate_run,
    finalize_run,
    remove_run,
    start_run,
)
from compensation.models import Credit, Line, Run, Statement, Unpaid
from pipeline.models import Deal
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.common.period import Period
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Event
from tests.cast import AT, Cast
from tests.compensation.rows import OVER, calculated, make_quota, statement_of, work
from tests.refusals import assert_refused

WHY = "Another quarter was meant."
NEXT_QUARTER = date(2026, 5, 4)
NEXT_OVER = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def held(run: Run) -> dict[str, int]:
    rows = {"statements": Statement.objects, "credits": Credit.objects, "unpaid": Unpaid.objects}
    counts = {name: each.filter(run=run).count() for name, each in rows.items()}
    return counts | {"lines": Line.objects.filter(statement__run=run).count()}


def test_what_a_removed_run_held_is_gone_and_the_row_says_who_and_why(quarter: Cast) -> None:
    run = calculated(quarter)
    assert held(run) == {"statements": 2, "credits": 6, "unpaid": 0, "lines": 6}
    remove_run(run=run, reason=f" {WHY} ", by=quarter.carla, at=OVER)
    assert set(held(run).values()) == {0}
    removed = Run.objects.get()
    assert (removed.state, removed.removed_by, removed.removed_at) == ("REMOVED", quarter.carla, OVER)
    assert (removed.remove_reason, list(Run.objects.kept())) == (WHY, [])
    event = Event.objects.get(kind="pay_run.removed")
    assert event.payload == {"calculation": 1, "statements": 2, "credits": 6, "unpaid": 0}
    assert (event.actor, event.subject_id) == (quarter.carla, run.pk)


def test_quarter_of_a_removed_run_can_be_calculated_anew(quarter: Cast) -> None:
    first = calculated(quarter)
    paid = statement_of(first, quarter.rita).total_minor
    remove_run(run=first, reason=WHY, by=quarter.carla, at=AT)
    again = calculated(quarter)
    assert (again.pk != first.pk, again.name) == (True, first.name)
    assert statement_of(again, quarter.rita).total_minor == paid


def test_removing_takes_a_compensation_admin(quarter: Cast) -> None:
    run = calculated(quarter)
    for user in (quarter.finn, quarter.olga, quarter.rita):
        with assert_refused("not_allowed"):
            remove_run(run=run, reason=WHY, by=user, at=AT)


@pytest.mark.parametrize(("reason", "code"), [("  ", "reason_missing"), ("a" * 201, "reason_too_long")])
def test_removing_asks_why(quarter: Cast, reason: str, code: str) -> None:
    run = calculated(quarter)
    with assert_refused(code, "reason"):
        remove_run(run=run, reason=reason, by=quarter.carla, at=AT)


def test_run_that_is_being_calculated_is_not_removed(quarter: Cast) -> None:
    run = start_run(day=date(2026, 3, 2), by=quarter.carla, at=AT)
    with assert_refused("run_is_busy", says="2026 Q1 is being calculated: wait until that is done"):
        remove_run(run=run, reason=WHY, by=quarter.carla, at=AT)
    work(run)
    assert remove_run(run=run, reason=WHY, by=quarter.carla, at=AT).is_removed


def test_final_run_is_not_removed(quarter: Cast) -> None:
    run = finalize_run(run=calculated(quarter), by=quarter.carla, at=OVER)
    with assert_refused("run_is_final"):
        remove_run(run=run, reason=WHY, by=quarter.carla, at=OVER)


def test_run_is_removed_only_as_it_was_looked_at(quarter: Cast) -> None:
    run = calculated(quarter)
    work(calculate_run(run=run, by=quarter.carla, at=AT))
    with assert_refused("conflict", says="Somebody changed 2026 Q1 in between"):
        remove_run(run=run, reason=WHY, by=quarter.carla, at=AT, expected_calculation=1)


def test_removed_run_takes_nothing_any_more(quarter: Cast) -> None:
    run = calculated(quarter)
    statement = statement_of(run, quarter.rita)
    remove_run(run=run, reason=WHY, by=quarter.carla, at=AT)
    for act in (remove_run, calculate_run, ask_to_close):
        extra = {"reason": WHY} if act is remove_run else {}
        with assert_refused("run_is_removed", says="2026 Q1 was removed: calculate the quarter anew"):
            act(run=run, by=quarter.carla, at=OVER, **extra)
    with pytest.raises(CalculationSuperseded), transaction.atomic():
        locked_draft(run.pk, 1)
    statement.pk = None
    for change in (statement.save, lambda: Run.objects.update(state="DRAFT"), lambda: Run.objects.update(stale=True)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_waiting_approval_ends_with_the_run(quarter: Cast) -> None:
    run = calculated(quarter)
    set_chain(kind="compensation.close_run", approvers=["FINANCE"], by=quarter.carla, at=AT)
    request = ask_to_close(run=run, by=quarter.carla, at=OVER)
    remove_run(run=run, reason=WHY, by=quarter.carla, at=OVER)
    assert ApprovalRequest.objects.get(pk=request.pk).state == "VOID"


@pytest.fixture
def moved(quarter: Cast) -> tuple[Run, Run]:
    """Rita's Brightwater deal is credited in the first quarter's run, and closes in the second's by now."""
    first = calculated(quarter)
    Deal.objects.filter(name="Brightwater Utilities").update(close_date=NEXT_QUARTER)
    make_quota(quarter.rita, "1000", by=quarter.carla, period=Period(date(2026, 4, 1), date(2026, 7, 1)))
    second = calculated(quarter, day=NEXT_QUARTER)
    assert "is credited to Rita Sandoval in 2026 Q1 already" in second.unpaid.get(reason="CREDITED_ELSEWHERE").message
    return first, second


def test_draft_that_left_a_deal_to_a_removed_run_is_out_of_date(quarter: Cast, moved: tuple[Run, Run]) -> None:
    first, second = moved
    assert not second.stale
    remove_run(run=first, reason=WHY, by=quarter.carla, at=AT)
    second.refresh_from_db()
    assert second.stale
    work(calculate_run(run=second, by=quarter.carla, at=AT))
    assert Credit.objects.filter(run=second, deal__name="Brightwater Utilities").exists()


def test_run_that_a_final_one_left_a_deal_to_is_not_removed(quarter: Cast, moved: tuple[Run, Run]) -> None:
    first, second = moved
    finalize_run(run=second, by=quarter.carla, at=NEXT_OVER)
    with assert_refused("run_is_stood_on"):
        remove_run(run=first, reason=WHY, by=quarter.carla, at=NEXT_OVER)


def test_what_changes_after_a_removal_leaves_the_run_as_it_is(quarter: Cast) -> None:
    run = calculated(quarter)
    remove_run(run=run, reason=WHY, by=quarter.carla, at=AT)
    make_quota(quarter.rita, "250000", by=quarter.carla)
    drain("compensation.stale_runs", at=AT + timedelta(minutes=1), own=True)
    run.refresh_from_db()
    assert (run.state, run.stale) == ("REMOVED", False)
