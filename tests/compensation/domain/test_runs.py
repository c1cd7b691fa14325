"""Runs: calculated as a job, replaced while they are drafts, kept for good once final."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from compensation.domain.runs import (
    RunIsBusy,
    RunIsFinal,
    ask_to_close,
    calculate_run,
    finalize_run,
    quarter_name,
    start_run,
)
from compensation.models import Credit, Line, Run, Statement, Unpaid
from pipeline.choices import SplitRole
from pipeline.domain.closing import reopen_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.splits import Share, split_deal
from pipeline.domain.targets import set_target
from pipeline.models import Deal, Target
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import running
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Event, Job
from tests.cast import AT, Cast
from tests.compensation.rows import (
    OVER,
    QUARTER,
    calculated,
    make_plan,
    make_quota,
    make_won,
    put_on,
    statement_of,
    work,
)
from tests.pipeline_rows import stage
from tests.refusals import assert_refused

LATER = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)


def pays(run: Run, user) -> list[tuple[str, str, int]]:
    lines = Line.objects.filter(statement__run=run, statement__user=user).select_related("credit__deal")
    return [(line.component, line.credit.deal.name, line.pay_minor) for line in lines]


def everything(run: Run) -> list[tuple]:
    rows = [sorted(rows.filter(run=run).values_list()) for rows in (Credit.objects, Statement.objects, Unpaid.objects)]
    return [*rows, sorted(Line.objects.filter(statement__run=run).values_list("pk", "pay_minor"))]


def test_run_pays_every_component_and_lines_sum_to_the_statement(quarter: Cast) -> None:
    run = calculated(quarter)
    assert pays(run, quarter.rita) == [
        ("new-business", "Aurelia Foods", 750_000 + 896_000),
        ("new-business", "Brightwater Utilities", 262_000),
        ("every-booking", "Aurelia Foods", 834_000),
        ("every-booking", "Brightwater Utilities", 102_000),
    ]
    assert pays(run, quarter.nora) == [
        ("new-business", "Tarn Bakeries", 50_000),
        ("every-booking", "Tarn Bakeries", 30_000),
    ]
    for statement in Statement.objects.all():
        assert statement.total_minor == sum(line.pay_minor for line in statement.lines.all())
    assert (run.name, run.state, run.stale, run.calculated_at) == ("2026 Q1", "DRAFT", False, AT)
    assert run.job.result == {"statements": 2, "unpaid": 0}


def test_calculating_again_replaces_lines_and_keeps_statements(quarter: Cast) -> None:
    run = calculated(quarter)
    before = statement_of(run, quarter.rita)
    kept = pays(run, quarter.rita)
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    assert statement_of(run, quarter.rita).pk == before.pk
    assert pays(run, quarter.rita) == kept
    assert Credit.objects.filter(run=run).count() == Line.objects.count() == 6


def test_job_run_twice_acts_once(quarter: Cast) -> None:
    run = calculated(quarter)
    before = everything(run)
    assert running.run(job_id=run.job_id, at=LATER) is False
    assert everything(run) == before
    assert Event.objects.filter(kind="pay_run.calculated").count() == 1


def test_person_taken_off_the_plan_loses_the_draft_statement(quarter: Cast) -> None:
    run = calculated(quarter)
    quarter.nora.plan_assignments.all().delete()
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    assert set(run.statements.values_list("user", flat=True)) == {quarter.rita.pk}
    assert not Credit.objects.filter(user=quarter.nora).exists()


def test_shares_of_a_split_deal_sum_to_the_deal(quarter: Cast) -> None:
    deal = Deal.objects.get(name="Tarn Bakeries")
    shares = [Share(quarter.nora, 3_333), Share(quarter.rita, 6_667), Share(quarter.rita, 10_000, SplitRole.OVERLAY)]
    split_deal(deal=deal, shares=shares, by=quarter.nora, at=AT)
    calculated(quarter)
    credits = Credit.objects.filter(deal=deal, component="every-booking").order_by("role", "amount_minor")
    assert [(c.user_id, c.role, c.share_bp, c.amount_minor) for c in credits] == [
        (quarter.rita.pk, "OVERLAY", 10_000, 1_000_010),
        (quarter.nora.pk, "SALES", 3_333, 333_303),
        (quarter.rita.pk, "SALES", 6_667, 666_707),
    ]
    assert {credit.whole_minor for credit in credits} == {1_000_010}


def test_period_is_half_open_and_lost_deals_do_not_count(quarter: Cast) -> None:
    make_won(quarter.rita, "First of April", "1000", at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    make_won(quarter.rita, "Last of March", "1000", at=datetime(2026, 3, 31, 21, 30, tzinfo=UTC))
    reopen_deal(
        deal=Deal.objects.get(name="Aurelia Foods"),
        to=stage("Propose"),
        next_step="Call",
        next_step_date=date(2026, 4, 2),
        by=quarter.rita,
        at=LATER,
    )
    run = calculated(quarter)
    names = {name for _, name, _ in pays(run, quarter.rita)}
    assert names == {"Brightwater Utilities", "Last of March"}


def test_attainment_counts_against_the_adjusted_target(quarter: Cast) -> None:
    target = Target.objects.get(user=quarter.rita)
    why = {"reason": "second month", "source_ref": "journey:1", "adjusted_date": target.start_date}
    target.adjustments.create(kind="RAMP", num=1, den=2, **why)
    run = calculated(quarter)
    line = Line.objects.filter(statement__run=run, statement__user=quarter.rita).first()
    assert line.quota_minor == 15_000_000


def test_missing_target_leaves_the_component_unpaid_and_says_so(quarter: Cast) -> None:
    Target.objects.filter(user=quarter.rita).delete()
    run = calculated(quarter)
    assert [component for component, _, _ in pays(run, quarter.rita)] == ["every-booking", "every-booking"]
    (unpaid,) = run.unpaid.all()
    assert (unpaid.user, unpaid.reason) == (quarter.rita, "NO_QUOTA")
    assert unpaid.message == (
        "Rita Sandoval has no bookings quota for 2026 Q1, so New business pays nothing: "
        "set it under Pipeline, Quotas, then calculate again."
    )
    make_quota(quarter.rita, "300000", by=quarter.carla)
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    assert not run.unpaid.exists()
    assert len(pays(run, quarter.rita)) == 4


def test_target_in_another_currency_is_not_compared(quarter: Cast) -> None:
    Target.objects.filter(user=quarter.rita).update(currency="USD")
    run = calculated(quarter)
    assert [unpaid.reason for unpaid in run.unpaid.all()] == ["QUOTA_CURRENCY"]
    assert "is in USD and Enterprise AE 2026, version 1 pays in EUR" in run.unpaid.get().message


def test_deal_in_another_currency_is_not_added_up(quarter: Cast) -> None:
    Deal.objects.filter(name="Aurelia Foods").update(currency="USD")
    run = calculated(quarter)
    assert {name for _, name, _ in pays(run, quarter.rita)} == {"Brightwater Utilities"}
    (unpaid,) = run.unpaid.all()
    assert unpaid.message.startswith("Aurelia Foods was won in USD and Enterprise AE 2026, version 1 pays in EUR:")


def test_a_deal_won_on_a_day_without_a_plan_is_named_until_there_is_one(quarter: Cast) -> None:
    quarter.rita.plan_assignments.all().delete()
    version = make_plan(quarter.carla, "Strategic AE 2026")
    put_on(version, quarter.rita, by=quarter.carla, first_day=date(2026, 3, 1))
    Deal.objects.filter(name="Aurelia Foods").update(close_date=date(2026, 2, 7))
    run = calculated(quarter)
    assert {name for _, name, _ in pays(run, quarter.rita)} == {"Brightwater Utilities"}
    unpaid = run.unpaid.get(user=quarter.rita)
    assert (unpaid.reason, unpaid.message) == (
        "NO_PLAN",
        "Aurelia Foods was won on 7 Feb 2026, when Rita Sandoval was on no plan: put them on one for that day, then "
        "calculate again.",
    )
    quarter.rita.plan_assignments.all().delete()
    put_on(version, quarter.rita, by=quarter.carla)
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    assert not run.unpaid.exists()


def test_who_won_and_was_on_no_plan_in_the_quarter_is_named_once(quarter: Cast) -> None:
    quarter.rita.plan_assignments.all().delete()
    run = calculated(quarter)
    assert not run.statements.filter(user=quarter.rita).exists()
    for _ in range(2):
        unpaid = run.unpaid.get()
        assert (unpaid.user, unpaid.reason) == (quarter.rita, "NO_PLAN")
        assert " and 1 more were won in 2026 Q1, when Rita Sandoval was on no plan: put them on one" in unpaid.message
        work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    put_on(make_plan(quarter.carla, "Strategic AE 2026"), quarter.rita, by=quarter.carla)
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    assert not run.unpaid.exists()


def test_second_plan_within_the_quarter_goes_on_from_the_first(quarter: Cast) -> None:
    quarter.rita.plan_assignments.all().delete()
    other = make_plan(quarter.carla, "Strategic AE 2026")
    first = put_on(make_plan(quarter.carla, "Old"), quarter.rita, by=quarter.carla, end_day=date(2026, 3, 2))
    put_on(other, quarter.rita, by=quarter.carla, first_day=date(2026, 3, 2))
    Deal.objects.filter(name="Aurelia Foods").update(close_date=date(2026, 2, 1))
    run = calculated(quarter)
    lines = Line.objects.filter(statement__run=run, statement__user=quarter.rita, component="new-business")
    assert [(line.plan_version.plan.name, line.before_minor, line.pay_minor) for line in lines] == [
        (first.plan_version.plan.name, 0, 1_646_000),
        ("Strategic AE 2026", 27_800_000, 262_000),
    ]


def test_plans_in_two_currencies_within_a_quarter_pay_nothing_and_say_so(quarter: Cast) -> None:
    quarter.rita.plan_assignments.all().delete()
    euros, dollars = make_plan(quarter.carla, "In euros"), make_plan(quarter.carla, "In dollars", currency="USD")
    put_on(euros, quarter.rita, by=quarter.carla, end_day=date(2026, 2, 1))
    put_on(dollars, quarter.rita, by=quarter.carla, first_day=date(2026, 2, 1))
    run = calculated(quarter)
    assert pays(run, quarter.rita) == []
    assert statement_of(run, quarter.rita).total_minor == 0
    assert run.unpaid.get(user=quarter.rita).reason == "PLAN_CURRENCY"


def test_one_quarter_has_one_run(quarter: Cast) -> None:
    calculated(quarter)
    with pytest.raises(Refused, match="There is a run of 2026 Q1 already") as refusal:
        start_run(day=date(2026, 1, 31), by=quarter.carla, at=AT)
    assert refusal.value.field == "day"
    assert Run.objects.count() == 1


def test_run_is_calculated_once_at_a_time(quarter: Cast) -> None:
    run = start_run(day=AT.date(), by=quarter.carla, at=AT)
    for verb in (calculate_run, finalize_run):
        with pytest.raises(RunIsBusy, match="wait until that is done"):
            verb(run=run, by=quarter.carla, at=OVER)
    run.refresh_from_db()
    assert (run.calculation, run.state) == (1, "DRAFT")


def test_superseded_calculation_stops_without_writing(quarter: Cast) -> None:
    run = start_run(day=AT.date(), by=quarter.carla, at=AT)
    Run.objects.filter(pk=run.pk).update(calculation=2)
    running.run(job_id=run.job_id, at=AT)
    run.job.refresh_from_db()
    assert run.job.state == JobState.FAILED
    assert "calculated anew" in run.job.error
    assert not Statement.objects.exists()


@pytest.mark.parametrize("who", ["rita", "max", "olga", "finn", "rosa", "api_user", "stranger"])
def test_only_compensation_admins_start_runs(quarter: Cast, who: str) -> None:
    with pytest.raises(NotAllowed, match="calculate pay"):
        start_run(day=AT.date(), by=getattr(quarter, who), at=AT)
    assert not Run.objects.exists()


def test_a_quarter_that_goes_on_is_not_closed(quarter: Cast) -> None:
    run = calculated(quarter)
    before = everything(run)
    for act in (finalize_run, ask_to_close):
        with pytest.raises(Refused, match="2026 Q1 goes on until 31 Mar 2026, and what is won by then is paid in it"):
            act(run=run, by=quarter.finn, at=LATER)
    run.refresh_from_db()
    assert (run.state, everything(run)) == ("DRAFT", before)


def test_finance_closes_a_run_and_nothing_in_it_changes_any_more(quarter: Cast) -> None:
    run = calculated(quarter)
    run = finalize_run(run=run, by=quarter.finn, at=OVER)
    assert (run.state, run.finalized_by, run.finalized_at) == ("FINAL", quarter.finn, OVER)
    before = everything(run)
    writes = [
        lambda: Line.objects.update(pay_minor=1),
        lambda: Line.objects.all().delete(),
        lambda: Credit.objects.update(amount_minor=1),
        lambda: Statement.objects.update(total_minor=1),
        lambda: Statement.objects.create(
            run=run, user=quarter.max, currency="EUR", total_minor=1, calculation=1, calculated_at=AT
        ),
        lambda: Run.objects.filter(pk=run.pk).update(state="DRAFT", finalized_at=None, finalized_by=None),
        lambda: Run.objects.filter(pk=run.pk).delete(),
    ]
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    with pytest.raises(RunIsFinal, match="2026 Q1 is final: correct it in the next quarter"):
        calculate_run(run=run, by=quarter.carla, at=LATER)
    assert everything(run) == before


def test_stale_run_is_not_closed(quarter: Cast) -> None:
    run = calculated(quarter)
    drain("compensation.stale_runs", at=AT, own=True)
    run.refresh_from_db()
    work(calculate_run(run=run, by=quarter.carla, at=AT))
    edit_deal(
        deal=Deal.objects.get(name="Aurelia Foods"), facts={"amount": Decimal(280_000)}, by=quarter.rita, at=LATER
    )
    drain("compensation.stale_runs", at=LATER, own=True)
    with pytest.raises(Refused, match="have changed since it was calculated: calculate it again first"):
        finalize_run(run=run, by=quarter.carla, at=OVER)
    run.refresh_from_db()
    assert (run.state, run.stale) == ("DRAFT", True)
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    assert finalize_run(run=run, by=quarter.carla, at=OVER).is_final


def test_deal_moved_into_another_quarter_is_not_paid_twice(quarter: Cast) -> None:
    run = calculated(quarter)
    finalize_run(run=run, by=quarter.carla, at=OVER)
    Deal.objects.filter(name="Aurelia Foods").update(close_date=date(2026, 4, 2))
    make_quota(quarter.rita, "1", by=quarter.carla, period=type(QUARTER)(date(2026, 4, 1), date(2026, 7, 1)))
    later = calculated(quarter, day=date(2026, 4, 2))
    assert pays(later, quarter.rita) == []
    assert [unpaid.message for unpaid in later.unpaid.filter(user=quarter.rita)] == [
        "Aurelia Foods is credited to Rita Sandoval in 2026 Q1 already: correct the difference in a later quarter."
    ]


def test_stale_marks_follow_targets_and_leave_final_runs(quarter: Cast) -> None:
    run = calculated(quarter)
    Run.objects.update(stale=False)
    set_target(
        user=quarter.rita, measure="BOOKINGS", period=QUARTER, full_amount=Decimal(1), by=quarter.carla, at=LATER
    )
    drain("compensation.stale_runs", at=LATER, own=True)
    run.refresh_from_db()
    assert run.stale
    work(calculate_run(run=run, by=quarter.carla, at=LATER), at=LATER)
    finalize_run(run=run, by=quarter.carla, at=OVER)
    make_won(quarter.rita, "Late", "5", at=LATER)
    drain("compensation.stale_runs", at=LATER, own=True)
    run.refresh_from_db()
    assert run.stale is False


@pytest.mark.parametrize(
    ("day", "starts", "name"),
    [
        (date(2017, 9, 30), 1, "2017 Q3"),
        (date(2017, 10, 1), 1, "2017 Q4"),
        (date(2017, 7, 1), 7, "2018 Q1"),
        (date(2018, 6, 30), 7, "2018 Q4"),
        (date(2018, 1, 31), 2, "2018 Q4"),
    ],
)
def test_quarter_name_follows_the_fiscal_year(day: date, starts: int, name: str) -> None:
    assert quarter_name(day, starts) == name


def imported(company, close_from: str | None, close_to: str | None) -> None:
    """What the CRM import says about one chunk of deals."""
    append(
        kind="deals.imported",
        subject=company,
        by=None,
        at=LATER,
        payload={"created": 1, "changed": 0, "close_from": close_from, "close_to": close_to},
    )


@pytest.mark.parametrize(("day_from", "stale"), [("2026-03-31", True), ("2026-04-01", False)])
@pytest.mark.parametrize("kind", ["targets.imported", "targets.import_undone", "targets.planned"])
def test_import_of_targets_makes_the_drafts_of_their_days_stale(quarter: Cast, kind, day_from, stale) -> None:
    run = calculated(quarter)
    drain("compensation.stale_runs", at=AT, own=True)
    Run.objects.update(stale=False)
    payload = {"day_from": day_from, "day_to": "2026-05-01"}
    append(kind=kind, subject=quarter.company, by=None, at=LATER, payload=payload)
    drain("compensation.stale_runs", at=LATER, own=True)
    run.refresh_from_db()
    assert run.stale is stale


@pytest.mark.parametrize(
    ("close_from", "close_to", "stale"),
    [
        ("2025-10-01", "2026-01-01", False),
        ("2025-10-01", "2026-01-02", True),
        ("2026-03-31", "2026-04-02", True),
        ("2026-04-01", "2026-05-01", False),
        (None, None, False),
    ],
)
def test_import_makes_the_drafts_of_its_close_dates_stale(quarter: Cast, close_from, close_to, stale) -> None:
    run = calculated(quarter)
    drain("compensation.stale_runs", at=AT, own=True)
    Run.objects.update(stale=False)
    imported(quarter.company, close_from, close_to)
    drain("compensation.stale_runs", at=LATER, own=True)
    run.refresh_from_db()
    assert run.stale is stale


def test_no_run_is_closed_while_an_import_lands_deals_of_its_days(quarter: Cast) -> None:
    run = calculated(quarter)
    job = enqueue(kind="imports.run", effect_key="import:1", params={}, by=quarter.olga, at=LATER)
    landed = {"close_from": "2026-03-31", "close_to": "2026-04-02"}
    Job.objects.filter(pk=job.pk).update(progress={"cursor": {"told": {"deals.imported": landed}}})
    with assert_refused("import_under_way"):
        finalize_run(run=run, by=quarter.carla, at=OVER)
    elsewhere = {"close_from": "2026-04-01", "close_to": "2026-04-02"}
    Job.objects.filter(pk=job.pk).update(progress={"cursor": {"told": {"deals.imported": elsewhere}}})
    assert finalize_run(run=run, by=quarter.carla, at=OVER).is_final


def test_reading_the_log_twice_marks_nothing_twice(quarter: Cast) -> None:
    run = calculated(quarter)
    drain("compensation.stale_runs", at=AT, own=True)
    Run.objects.update(stale=False)
    assert drain("compensation.stale_runs", at=LATER, own=True) == 0
    run.refresh_from_db()
    assert run.stale is False
