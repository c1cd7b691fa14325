"""Opens a quarter's run, has it calculated as a job, closes it, and removes one that was never meant."""

from datetime import date, datetime

from django.db import transaction

from compensation.choices import RunState, UnpaidReason
from compensation.domain.sealing import seal_statements
from compensation.domain.staleness import mark_runs_that_could_credit, rows_are_landing
from compensation.models import Credit, Line, Run, Statement, Unpaid
from compensation.models.run import CLOSE_APPROVAL
from compensation.queries.runs import closes_in_its_days
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.asking import ask, overtake
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.common.constraints import refusing
from salesmgmt.common.period import FIRST_YEAR, LAST_YEAR, is_countable, quarter_of, year_of
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.queries.unread import horizon
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

JOB_KIND = "compensation.calculate_run"


class RunIsFinal(Conflict):
    """The run is final and does not change."""

    code = "run_is_final"


class RunIsRemoved(Conflict):
    """The run was removed and does not come back."""

    code = "run_is_removed"


class RunIsBusy(Conflict):
    """The run is being calculated."""

    code = "run_is_busy"


@transaction.atomic
def start_run(*, day: date, by: User, at: datetime) -> Run:
    """Open the run of the fiscal quarter that `day` falls in and have it calculated."""
    require(by, "compensation.manage", "calculate pay")
    if not is_countable(day):
        raise Refused(
            f"Pay is calculated for quarters of the years {FIRST_YEAR} to {LAST_YEAR}: choose a day in one of them.",
            code="day_out_of_range",
            field="day",
        )
    fiscal_year_start = Company.objects.current().fiscal_year_start
    quarter = quarter_of(day, fiscal_year_start=fiscal_year_start)
    name = quarter_name(day, fiscal_year_start)
    there = {"no_day_is_in_two_runs": f"There is a run of {name} already: open it and calculate it again."}
    with refusing(there, field="day"):
        run = Run.objects.create(
            name=name, start_date=quarter.start, end_date=quarter.end, started_by=by, started_at=at
        )
    append(
        kind="pay_run.started",
        subject=run,
        by=by,
        at=at,
        payload={"start_date": quarter.start, "end_date": quarter.end},
    )
    return calculate_run(run=run, by=by, at=at)


@transaction.atomic
def calculate_run(*, run: Run, by: User, at: datetime, expected_calculation: int | None = None) -> Run:
    """Have a draft calculated (again): the job replaces every statement of the run."""
    require(by, "compensation.manage", "calculate pay")
    run = _locked(run, expected_calculation)
    _require_idle(run)
    run.calculation += 1
    run.stale, run.calculated_at = False, None
    known = horizon()
    run.known_epoch, run.known_tx = known.epoch, known.tx
    run.job = enqueue(
        kind=JOB_KIND,
        effect_key=f"{JOB_KIND}:{run.pk}:{run.calculation}",
        params={"run_id": run.pk, "calculation": run.calculation},
        by=by,
        at=at,
    )
    run.save(update_fields=["calculation", "stale", "known_epoch", "known_tx", "calculated_at", "job"])
    return run


@transaction.atomic
def ask_to_close(
    *, run: Run, by: User, at: datetime, expected_calculation: int | None = None
) -> ApprovalRequest | None:
    """Closes a run, as it was calculated then, or asks those who have to say yes first; None where nobody has to."""
    run = _closable(run, by, at, expected_calculation)
    request = ask(kind=CLOSE_APPROVAL, subject=run, params={"name": str(run)}, by=by, at=at)
    if request is None:
        finalize_run(run=run, by=by, at=at)
    return request


@transaction.atomic
def finalize_run(*, run: Run, by: User, at: datetime) -> Run:
    """Close a run whose quarter is over: its credits, statements and lines can no longer change."""
    run = _closable(run, by, at)
    run.seal = seal_statements(run)
    run.state, run.finalized_by, run.finalized_at = RunState.FINAL, by, at
    run.save(update_fields=["seal", "state", "finalized_by", "finalized_at"])
    append(kind="pay_run.finalized", subject=run, by=by, at=at, payload={"calculation": run.calculation})
    return run


@transaction.atomic
def remove_run(*, run: Run, reason: str, by: User, at: datetime, expected_calculation: int | None = None) -> Run:
    """Throw away what a draft holds, and free its quarter; the row stays and says why. What waited for a yes is over,
    and drafts that left a deal to this run are out of date."""
    require(by, "compensation.manage", "remove a run")
    overtake(kind=CLOSE_APPROVAL, subject=run, by=by, at=at)
    run = _locked(run, expected_calculation)
    _require_idle(run)
    deals = set(Credit.objects.filter(run=run).values_list("deal_id", flat=True))
    _require_no_final_run_left_it_to(run, deals)
    held = {"statements": run.statements.count(), "credits": run.credits.count(), "unpaid": run.unpaid.count()}
    Line.objects.filter(statement__run=run).delete()
    for rows in (Credit.objects, Statement.objects, Unpaid.objects):
        rows.filter(run=run).delete()
    run.state, run.stale = RunState.REMOVED, False
    run.removed_by, run.removed_at, run.remove_reason = by, at, _reason(reason)
    run.save(update_fields=["state", "stale", "removed_by", "removed_at", "remove_reason"])
    mark_runs_that_could_credit(deals)
    append(kind="pay_run.removed", subject=run, by=by, at=at, payload={"calculation": run.calculation, **held})
    return run


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused("Say in a few words why the run goes.", code="reason_missing", field="reason")
    if len(reason) > Run._meta.get_field("remove_reason").max_length:
        raise Refused("A reason has at most 200 characters; shorten it.", code="reason_too_long", field="reason")
    return reason


def _require_no_final_run_left_it_to(run: Run, deals: set[int | None]) -> None:
    """A final run that paid a deal to nobody because this one credits it does not make up for it any more."""
    people = Credit.objects.filter(run=run).values("user")
    left = Unpaid.objects.filter(reason=UnpaidReason.CREDITED_ELSEWHERE, user__in=people).values("run")
    final = Run.objects.filter(closes_in_its_days(deals), pk__in=left, state=RunState.FINAL).first()
    if final is not None:
        raise Refused(
            f"{final} is final and left deals unpaid because {run} credits them: keep {run}, and close it so that they "
            "are paid.",
            code="run_is_stood_on",
        )


def is_over(run: Run, at: datetime) -> bool:
    """Whether the last day of the quarter has passed; what is won until then belongs in it."""
    return Company.objects.current().day_of(at) >= run.end_date


def _closable(run: Run, by: User, at: datetime, expected_calculation: int | None = None) -> Run:
    """The run, locked; refused where the quarter still goes on, or it is not calculated, or out of date."""
    require(by, "compensation.finalize", "close a run")
    run = _locked(run, expected_calculation)
    if not is_over(run, at):
        raise Refused(
            f"{run} goes on until {run.period.last_day:%-d %b %Y}, and what is won by then is paid in it: "
            "close it after that day.",
            code="quarter_goes_on",
        )
    if run.is_calculating or run.calculated_at is None:
        raise RunIsBusy(f"{run} is not calculated yet: wait until that is done.")
    if run.stale:
        raise Refused(
            f"Deals or plans of {run} have changed since it was calculated: calculate it again first.",
            code="run_is_stale",
        )
    if rows_are_landing(run):
        raise Refused(
            f"An import into the days of {run} is under way: wait until it has ended, then calculate again.",
            code="import_under_way",
        )
    return run


def quarter_name(day: date, fiscal_year_start: int) -> str:
    """“2017 Q3”; a fiscal year that spans two is named by the one it ends in."""
    year = year_of(day, fiscal_year_start=fiscal_year_start)
    months = (day.year - year.start.year) * 12 + day.month - year.start.month
    return f"{year.last_day.year} Q{months // 3 + 1}"


def _require_idle(run: Run) -> None:
    if run.is_calculating:
        raise RunIsBusy(f"{run} is being calculated: wait until that is done.")


def _locked(run: Run, expected_calculation: int | None) -> Run:
    # Without its job: PostgreSQL, having waited for another calculation, would join that run to no job at all.
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.is_final:
        raise RunIsFinal(f"{run} is final: correct it in the next quarter.")
    if run.is_removed:
        raise RunIsRemoved(f"{run} was removed: calculate the quarter anew if it is meant after all.")
    expect_version(run, expected_calculation, name="calculation")
    return run
