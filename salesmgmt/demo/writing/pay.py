"""Pay through the compensation domain: a published plan, everybody on it, closed quarters final, this one a draft."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from compensation.domain.assignments import assign_plan
from compensation.domain.plans import draft_plan
from compensation.domain.publishing import publish_plan_version
from compensation.domain.runs import calculate_run, finalize_run, start_run
from compensation.models import Run
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period, day_start
from salesmgmt.common.problems import Conflict
from salesmgmt.demo.world.goals import quarters
from salesmgmt.demo.writing.book import CURRENCY, ZONE, Book
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import running

PLAN_NAME = "Account executive"
CARLA, FINN = 6, 5
OTE = {"enterprise-ae": Decimal(112_000), "mid-market-ae": Decimal(78_000)}
VARIABLE_BP = 4_500
CLOSED_AFTER, PAID_AFTER = timedelta(days=3, hours=9), timedelta(days=5, hours=10)
MOST_WINS = 12_000
"""More won deals than that, and only the last closed quarter is calculated, beside the current one."""
TRIES, PATIENCE, TICK = 3, 900.0, 0.2
DOCUMENT = {
    "currency": CURRENCY,
    "components": [
        {
            "kind": "MARGINAL",
            "code": "new-business",
            "name": "New business",
            "objective": "win new customers",
            "tiers": [
                {"from": "0%", "rate": "5%"},
                {"from": "60%", "rate": "7%"},
                {"from": "100%", "rate": "10%"},
                {"from": "130%", "rate": "13%"},
            ],
        },
        {
            "kind": "FLAT",
            "code": "every-booking",
            "name": "Every booking",
            "objective": "keep and grow accounts",
            "rate": "2%",
        },
    ],
}


def put_on_plan(book: Book) -> None:
    """Everybody who sells, from their first day to their last."""
    carla = User.objects.get(pk=book.user(CARLA))
    draft = draft_plan(name=PLAN_NAME, document=DOCUMENT, first_day=book.first_day, by=carla, at=book.founded_at)
    version = publish_plan_version(version=draft, by=carla, at=book.founded_at)
    users = User.objects.in_bulk()
    for person in book.world.staff.sellers():
        assign_plan(
            user=users[book.user(person.number)],
            plan_version=version,
            first_day=person.start,
            end_day=person.end,
            ote_amount=OTE[person.profile],
            variable_bp=VARIABLE_BP,
            by=carla,
            at=book.founded_at,
        )


def run_pay(book: Book, wins: int, tell: Callable[[str], None]) -> None:
    """Each in its own transactions, as a comp admin would; belongs after everything else is committed."""
    end = book.world.arguments.end
    known = quarters(book.first_day, end)
    closed = [quarter for quarter in known if quarter.end <= end]
    for quarter in closed if wins <= MOST_WINS else closed[-1:]:
        tell(f"Paying the quarter from {quarter.start:%-d %b %Y}.")
        _close(book, quarter)
    tell(f"Calculating the quarter from {known[-1].start:%-d %b %Y} as it stands.")
    carla = User.objects.get(pk=book.user(CARLA))
    _calculated(start_run(day=known[-1].start, by=carla, at=book.today_at), book.today_at)


def _close(book: Book, quarter: Period) -> None:
    carla, finn = User.objects.get(pk=book.user(CARLA)), User.objects.get(pk=book.user(FINN))
    ended_at = day_start(quarter.end, ZONE)
    at = min(ended_at + CLOSED_AFTER, book.today_at)
    run = _calculated(start_run(day=quarter.start, by=carla, at=at), at)
    for _ in range(TRIES):
        if not run.stale:
            break
        run = _calculated(calculate_run(run=run, by=carla, at=at), at)
    finalize_run(run=run, by=finn, at=min(ended_at + PAID_AFTER, book.today_at))


def _calculated(run: Run, at: datetime) -> Run:
    """The run, once its job is done: by us, or by a worker that was quicker."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if not running.run(job_id=run.job_id, at=at):
            time.sleep(TICK)
        run.refresh_from_db()
        job = run.job
        if job is not None and job.state == JobState.DONE:
            return run
        if job is not None and (job.is_over or time.monotonic() > deadline):
            raise Conflict(f"{run} could not be calculated: {job.error or 'its job did not end'}.")
