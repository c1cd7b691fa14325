"""Targets of a year at once: the worked tables of docs/algorithms/seasonality.md, growth, refusals, and taking back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.target_plans import How, plan_copy, plan_spread, set_planned
from pipeline.domain.targets import adjust_target, set_target
from pipeline.models import Deal, Target
from salesmgmt.common.period import Period
from salesmgmt.events.models import Event
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.domain.retiring import retire
from salesmgmt.people.domain.teams import create_team
from salesmgmt.people.models import FiscalPeriod
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.checksums import checksums
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline_rows import make_deal
from tests.refusals import assert_refused

HOUR = timedelta(hours=1)


@pytest.fixture
def year(cast):
    return FiscalPeriod.objects.get(kind="YEAR", start_date=date(2026, 1, 1))


@pytest.fixture
def spread(cast, at, year):
    def spread(**changes):
        how = How(**{name: changes.pop(name) for name in ("parts", "season", "weights") if name in changes})
        said = {"measure": "BOOKINGS", "user": cast.rita, "full_amount": Decimal(100_000), "by": cast.carla, **changes}
        return plan_spread(year=year, how=how, at=at, **said)

    return spread


@pytest.fixture
def sold(process, cast):
    won, parts = tables("seasonality.md")
    for place, row in enumerate(won):
        deal = make_deal(cast.rita, f"Won {place}", amount=row["amount"])
        facts = {"state": "WON", "close_date": date.fromisoformat(row["closed"])}
        Deal.objects.filter(pk=deal.pk).update(**facts)
    return parts


def test_the_worked_table(sold, spread):
    plans = {
        "evenly": spread(season="EVEN"),
        "as won": spread(season="WON"),
        "by 1, 1, 1.5, 0": spread(season="GIVEN", weights=[Decimal(text) for text in ("1", "1", "1.5", "0")]),
    }
    assert len(sold) == 4
    for name, plan in plans.items():
        said = [Decimal(row[name]) for row in sold if row[name]]
        assert [row.amount for row in plan.rows] == said, name
        assert plan.total == 100_000
    assert [row.weight for row in plans["as won"].rows] == [int(row["weight"]) for row in sold]
    assert (plans["as won"].years, plans["by 1, 1, 1.5, 0"].unset) == (
        [date(2025, 1, 1), date(2024, 1, 1)],
        ["2026 Q4"],
    )


def test_a_spread_is_set_as_it_was_seen_and_taken_back(cast, at, spread, year):
    set_target(
        user=cast.rita, measure="BOOKINGS", period=year.period, full_amount=Decimal("90000.01"), by=cast.carla, at=at
    )
    before = checksums()
    plan = spread(full_amount=None, season="EVEN")
    assert plan.gone is not None
    set_planned(plan=lambda: spread(full_amount=None, season="EVEN"), by=cast.carla, at=at, seen=plan.seen)
    assert list(Target.objects.order_by("start_date").values_list("full_amount", "end_date")) == [
        (Decimal("22500.01"), date(2026, 4, 1)),
        (Decimal("22500"), date(2026, 7, 1)),
        (Decimal("22500"), date(2026, 10, 1)),
        (Decimal("22500"), date(2027, 1, 1)),
    ]
    assert Event.objects.get(kind="targets.planned").payload == {
        "created": 4, "changed": 0, "day_from": "2026-01-01", "day_to": "2027-01-01",
    }  # fmt: skip
    again = set_planned(plan=lambda: spread(season="EVEN"), by=cast.carla, at=at + HOUR)
    assert [row.before for row in again.rows][:2] == [Decimal("22500.01"), Decimal(22_500)]
    undo_first, undo_second = Undo.objects.filter(verb="pipeline.plan_targets").order_by("pk")
    with assert_refused("conflict", says="changed since"):
        take_back(undo=undo_first, by=cast.carla, at=at + HOUR)
    take_back(undo=undo_second, by=cast.carla, at=at + HOUR)
    assert sum(Target.objects.values_list("full_amount", flat=True)) == Decimal("90000.01")
    assert Target.objects.filter(version=3).count() == 4
    assert checksums()["pipeline_targetadjustment"] == before["pipeline_targetadjustment"]


def test_undoing_a_first_plan_leaves_the_year_as_it_was(cast, at, spread, year):
    set_target(user=cast.rita, measure="CALLS", period=year.period, full_amount=Decimal(10), by=cast.carla, at=at)
    said = {"measure": "CALLS", "full_amount": None, "season": "EVEN", "parts": "MONTH"}
    planned = set_planned(plan=lambda: spread(**said), by=cast.carla, at=at)
    assert [row.amount for row in planned.rows] == [1] * 10
    assert planned.unset == ["November 2026", "December 2026"]
    take_back(undo=Undo.objects.get(), by=cast.carla, at=at + HOUR)
    target = Target.objects.get()
    assert (target.period, target.full_amount, target.currency, target.version) == (year.period, 10, "", 2)


def test_what_is_not_spread_and_why(cast, at, spread, year):
    quarter = Period(date(2026, 4, 1), date(2026, 7, 1))
    with assert_refused("no_season", "season"):
        spread()
    with assert_refused("no_year", "full_amount"):
        spread(full_amount=None, season="EVEN")
    with assert_refused("weights", "weights", says="There are 4 periods"):
        spread(season="GIVEN", weights=[Decimal(1)])
    with assert_refused("digits", "full_amount"):
        spread(season="EVEN", full_amount=Decimal("1.001"))
    with assert_refused("digits", "full_amount", says="a whole number"):
        spread(season="EVEN", measure="CALLS", full_amount=Decimal("1.5"))
    with assert_refused("whose", "user"):
        spread(season="EVEN", team=cast.north)
    with assert_refused("not_allowed"):
        spread(season="EVEN", by=cast.max)
    target = set_target(
        user=cast.rita, measure="BOOKINGS", period=quarter, full_amount=Decimal(5), by=cast.carla, at=at
    )
    with assert_refused("in_the_way", "parts"):
        spread(season="EVEN", parts="MONTH")
    plan = spread(season="EVEN")
    set_target(user=cast.rita, measure="BOOKINGS", period=quarter, full_amount=Decimal(6), by=cast.carla, at=at)
    with assert_refused("conflict", says="changed in between"):
        set_planned(plan=lambda: spread(season="EVEN"), by=cast.carla, at=at, seen=plan.seen)
    target.delete()
    target = set_target(
        user=cast.rita, measure="BOOKINGS", period=year.period, full_amount=Decimal(5), by=cast.carla, at=at
    )
    adjust_target(target=target, num=1, den=2, reason="Leave", by=cast.carla, at=at)
    with assert_refused("adjusted", "full_amount"):
        spread(season="EVEN")


def test_the_year_before_is_copied_with_growth(cast, at, year):
    open_fiscal_year(day=date(2027, 1, 1), by=cast.olga, at=at)
    q1, whole = Period(date(2026, 1, 1), date(2026, 4, 1)), year.period
    for facts in (
        {"user": cast.rita, "period": q1, "full_amount": Decimal("1000.05")},
        {"user": cast.sam, "period": q1, "full_amount": Decimal(7)},
        {"team": cast.north, "period": whole, "full_amount": Decimal(9)},
    ):
        set_target(measure="BOOKINGS", **facts, by=cast.carla, at=at)
    cast.sam.is_active = False
    cast.sam.save()
    later = FiscalPeriod.objects.get(kind="YEAR", start_date=date(2027, 1, 1))
    plan = plan_copy(into=later, measure="BOOKINGS", growth_rate=Decimal("0.10"), by=cast.carla)
    assert [(row.user or row.team, row.period.start, row.amount, row.name) for row in plan.rows] == [
        (cast.rita, date(2027, 1, 1), Decimal("1100.06"), "2027 Q1"),
        (cast.north, date(2027, 1, 1), Decimal("9.90"), "2027"),
    ]
    set_planned(plan=lambda: plan, by=cast.carla, at=at)
    assert Target.objects.filter(start_date=date(2027, 1, 1)).count() == 2
    with assert_refused("nothing", "into"):
        plan_copy(into=later, measure="MEETINGS", by=cast.carla)
    with assert_refused("growth", "growth_rate"):
        plan_copy(into=later, measure="BOOKINGS", growth_rate=Decimal(-1), by=cast.carla)
    with assert_refused("not_allowed"):
        plan_copy(into=later, measure="BOOKINGS", by=cast.rita)


def test_a_retired_team_is_left_out_of_a_copy(cast, at):
    east = create_team(name="East", parent=cast.north, by=cast.olga, at=at)
    for whose in ({"team": east}, {"user": cast.rita}):
        q1 = Period(date(2026, 1, 1), date(2026, 4, 1))
        set_target(measure="BOOKINGS", period=q1, full_amount=Decimal(100), **whose, by=cast.carla, at=at)
    retire(row=east, by=cast.olga, at=datetime(2026, 4, 1, 12, tzinfo=UTC))
    into = FiscalPeriod.objects.get(kind="QUARTER", start_date=date(2026, 4, 1))
    plan = plan_copy(into=into, measure="BOOKINGS", by=cast.carla)
    assert [row.user or row.team for row in plan.rows] == [cast.rita]


def test_the_quarter_before_is_copied_into_the_next_also_across_a_year(cast, at):
    """Days of a quarter follow those of the one before: 90 of Q1 become 91 of Q2, and a month the month three later."""
    open_fiscal_year(day=date(2027, 1, 1), by=cast.olga, at=at)
    q4, november = Period(date(2026, 10, 1), date(2027, 1, 1)), Period(date(2026, 11, 1), date(2026, 12, 1))
    q1 = Period(date(2026, 1, 1), date(2026, 4, 1))
    for facts in (
        {"user": cast.rita, "period": q4, "full_amount": Decimal(100)},
        {"user": cast.nora, "period": november, "full_amount": Decimal("33.33")},
        {"user": cast.rita, "period": q1, "full_amount": Decimal(50)},
    ):
        set_target(measure="BOOKINGS", **facts, by=cast.carla, at=at)

    def copied(start, rate):
        into = FiscalPeriod.objects.get(kind="QUARTER", start_date=start)
        plan = plan_copy(into=into, measure="BOOKINGS", growth_rate=Decimal(rate), by=cast.carla)
        return [(row.user, row.period.start, row.period.end, row.amount, row.name) for row in plan.rows]

    assert copied(date(2027, 1, 1), "0.05") == [
        (cast.rita, date(2027, 1, 1), date(2027, 4, 1), Decimal("105.00"), "2027 Q1"),
        (cast.nora, date(2027, 2, 1), date(2027, 3, 1), Decimal("35.00"), "February 2027"),
    ]
    assert copied(date(2026, 4, 1), "-0.5") == [
        (cast.rita, date(2026, 4, 1), date(2026, 7, 1), Decimal("25.00"), "2026 Q2")
    ]
    with assert_refused("nothing", "into"):
        copied(date(2026, 10, 1), "0")


def test_an_adjustment_has_a_reason_and_a_day_and_is_taken_back(cast, at, year):
    target = set_target(
        user=cast.rita, measure="BOOKINGS", period=year.period, full_amount=Decimal(100), by=cast.carla, at=at
    )
    row = adjust_target(target=target, num=1, den=2, reason="Parental leave", by=cast.carla, at=at)
    assert (row.adjusted_date, row.entered_by, row.reason) == (date(2026, 3, 2), cast.carla, "Parental leave")
    with assert_refused("an_adjustment_says_why", "reason"):
        adjust_target(target=target, num=1, den=2, reason=" ", by=cast.carla, at=at)
    with assert_refused("over", "adjusted_date"):
        adjust_target(target=target, num=1, den=2, reason="x", adjusted_date=date(2027, 1, 1), by=cast.carla, at=at)
    take_back(undo=Undo.objects.about(target).get(), by=cast.carla, at=at + HOUR)
    assert not target.adjustments.exists()
