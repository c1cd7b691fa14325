"""Plans, quotas and won deals for tests, made through the domain as the product makes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from compensation.domain.assignments import assign_plan
from compensation.domain.plans import draft_plan
from compensation.domain.publishing import publish_plan_version
from compensation.domain.runs import start_run
from compensation.models import Assignment, PlanVersion, Run, Statement
from pipeline.choices import Measure
from pipeline.domain.closing import win_deal
from pipeline.domain.targets import set_target
from pipeline.models import Deal, Target
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import running
from tests.cast import AT, Cast
from tests.pipeline_rows import make_deal, won_for

YEAR = date(2026, 1, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
OVER = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
"""The day after the quarter, on which it may be closed."""
LADDER = [("0%", "5%"), ("50%", "7%"), ("100%", "9%"), ("125%", "12%")]


def document(currency: str = "EUR", *, tiers: list[tuple[str, str]] = LADDER, flat: str = "3%") -> dict[str, Any]:
    return {
        "currency": currency,
        "components": [
            {
                "kind": "MARGINAL",
                "code": "new-business",
                "name": "New business",
                "objective": "win new accounts",
                "tiers": [{"from": start, "rate": rate} for start, rate in tiers],
            },
            {
                "kind": "FLAT",
                "code": "every-booking",
                "name": "Every booking",
                "objective": "keep and grow",
                "rate": flat,
            },
        ],
    }


def make_plan(by: User, name: str = "Enterprise AE 2026", *, first_day: date = YEAR, **terms: Any) -> PlanVersion:
    version = draft_plan(name=name, document=document(**terms), first_day=first_day, by=by, at=AT)
    return publish_plan_version(version=version, by=by, at=AT)


def put_on(plan: PlanVersion, user: User, *, by: User, first_day: date = YEAR, **facts: Any) -> Assignment:
    return assign_plan(user=user, plan_version=plan, first_day=first_day, by=by, at=AT, **facts)


def make_quota(user: User, amount: str, *, by: User, period: Period = QUARTER) -> Target:
    return set_target(user=user, measure=Measure.BOOKINGS, period=period, full_amount=Decimal(amount), by=by, at=AT)


def make_won(owner: User, name: str, amount: str, *, at: datetime = AT) -> Deal:
    """A deal won on the day of `at`."""
    deal = make_deal(owner, name, amount=amount, at=at)
    return win_deal(deal=deal, reason=won_for(), by=owner, at=at)


def work(run: Run, *, at: datetime = AT) -> Run:
    """Let a worker do the run's job."""
    assert running.run(job_id=run.job_id, at=at)
    run.refresh_from_db()
    assert run.job.state == JobState.DONE, run.job.error
    return run


def calculated(cast: Cast, *, day: date = date(2026, 3, 2)) -> Run:
    return work(start_run(day=day, by=cast.carla, at=AT))


def statement_of(run: Run, user: User) -> Statement:
    return Statement.objects.get(run=run, user=user)
