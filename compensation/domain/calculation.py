"""Calculates a run, a few people at a time; each person's statement is replaced whole."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from compensation.choices import RunState, UnpaidReason
from compensation.domain.person_pay import FactKey, PersonPay
from compensation.models import Assignment, Credit, Line, Run, Statement, Unpaid
from compensation.queries.credits import CreditFact, credit_facts, credited_people
from compensation.queries.quotas import quotas_of
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict
from salesmgmt.events.domain.log import append


class CalculationSuperseded(Conflict):
    """A later calculation, or the closing of the run, has overtaken this one."""

    code = "calculation_superseded"


def people_of(run: Run) -> QuerySet[User]:
    """Everybody who is on a plan on a day of the run."""
    on_a_plan = Assignment.objects.filter(user=OuterRef("pk"), valid__overlap=run.days)
    return User.objects.filter(Exists(on_a_plan)).order_by("pk")


def people_left(run: Run) -> QuerySet[User]:
    """Those whose pay this calculation has not settled yet: told from the rows, so any worker can go on."""
    settled = Statement.objects.filter(run=run, user=OuterRef("pk"), calculation=run.calculation)
    return people_of(run).exclude(Exists(settled))


def locked_draft(run_id: int, calculation: int) -> Run:
    """The run for one chunk, locked. CalculationSuperseded when this calculation is no longer the current one."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.DRAFT or run.calculation != calculation:
        raise CalculationSuperseded(
            f"{run} has been closed, removed or calculated anew: open the run to see its state."
        )
    return run


def calculate_people(*, run: Run, people: Sequence[User], at: datetime) -> None:
    """Replace the statements of these people. Runs in the caller's transaction, on a locked draft."""
    ids = [user.pk for user in people]
    _clear(run, ids)
    facts = credit_facts(run.period, ids)
    quotas = quotas_of(ids, run.period)
    assignments: dict[int, list[Assignment]] = {pk: [] for pk in ids}
    for assignment in (
        Assignment.objects.filter(user__in=ids, valid__overlap=run.days)
        .select_related("plan_version__plan", "user")
        .order_by("user", "valid")
    ):
        assignments[assignment.user_id].append(assignment)
    taken = _credited_elsewhere(run, ids)
    for user in people:
        PersonPay(
            run=run,
            user=user,
            assignments=assignments[user.pk],
            facts=facts.get(user.pk, []),
            quotas=quotas.get(user.pk, {}),
            taken=taken,
            at=at,
        ).write()


@transaction.atomic
def close_calculation(*, run_id: int, calculation: int, by: User | None, at: datetime) -> Run:
    """Drop what earlier calculations left of people who are no longer on a plan, name those who won without one, and
    say when it was done."""
    run = locked_draft(run_id, calculation)
    gone = Statement.objects.filter(run=run).exclude(calculation=calculation).values_list("user_id", flat=True)
    left_behind = list(gone)
    _clear(run, left_behind)
    Statement.objects.filter(run=run, user__in=left_behind).delete()
    _name_people_without_a_plan(run)
    run.calculated_at = at
    run.save(update_fields=["calculated_at"])
    append(
        kind="pay_run.calculated",
        subject=run,
        by=by,
        at=at,
        payload={"calculation": calculation, "statements": run.statements.count(), "unpaid": run.unpaid.count()},
    )
    return run


def _name_people_without_a_plan(run: Run) -> None:
    """Who won in the quarter and was on a plan on none of its days has no statement to miss a deal on: one sentence."""
    on_a_plan = set(people_of(run).values_list("pk", flat=True))
    others = User.objects.filter(pk__in=credited_people(run.period) - on_a_plan).in_bulk()
    _clear(run, list(Unpaid.objects.filter(run=run).exclude(user__in=on_a_plan).values_list("user_id", flat=True)))
    Unpaid.objects.bulk_create(
        Unpaid(run=run, user=others[pk], reason=UnpaidReason.NO_PLAN, message=_won_without_a_plan(run, others[pk], won))
        for pk, won in sorted(credit_facts(run.period, list(others)).items())
        if pk in others
    )


def _won_without_a_plan(run: Run, user: User, facts: Sequence[CreditFact]) -> str:
    first, *more = dict.fromkeys(str(fact.deal) for fact in facts)
    won = f"{first} and {len(more)} more were won" if more else f"{first} was won"
    return (
        f"{won} in {run}, when {user} was on no plan: put them on one for those days, then calculate again, or leave "
        "it so where they are paid no commission."
    )


def _clear(run: Run, user_ids: Sequence[int]) -> None:
    Line.objects.filter(statement__run=run, statement__user__in=user_ids).delete()
    Credit.objects.filter(run=run, user__in=user_ids).delete()
    Unpaid.objects.filter(run=run, user__in=user_ids).delete()


def _credited_elsewhere(run: Run, user_ids: Sequence[int]) -> dict[FactKey, Run]:
    """The runs in which facts of this run's days are credited to these people already."""
    others = Credit.objects.filter(user__in=user_ids).exclude(run=run).select_related("run")
    return {(credit.source_ref, credit.user_id, credit.role): credit.run for credit in others}
