"""What pay adds to Today: quarters to calculate and to close, people without a plan, one's own new statement."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse

from compensation.choices import RunState
from compensation.models import Assignment, Plan, Run, Statement
from compensation.rules import can_manage_pay, can_read_pay, can_read_runs
from pipeline.queries.people import CARRYING_QUOTA, sellers
from salesmgmt.accounts.models import User
from salesmgmt.common.money import from_minor
from salesmgmt.events.choices import JobState
from salesmgmt.people.alike import found_alike
from salesmgmt.web.agenda import (
    LATE,
    NEXT,
    TODAY,
    Act,
    FirstStep,
    Found,
    Urgency,
    Work,
    WorkItem,
    register_first_step,
    register_work,
)
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import short_day

NEW_FOR = timedelta(days=14)
"""How long a closed quarter's statement is news."""
NAMED = 3


def runs_to_settle(user: User, as_of: date, limit: int) -> Found:
    """Drafts whose calculation stopped or is out of date, and those of a quarter that is over."""
    rows = _settled(user, as_of, limit)
    items = [_settling(run, may_manage=bool(can_manage_pay(user))) for run in rows]
    return Found(items, rows[0].found if rows else 0, reverse("compensation:runs"))


@found_alike
def _settled(user: User, as_of: date, limit: int) -> QuerySet[Run]:
    stopped = Q(job__state__in=[JobState.FAILED, JobState.CANCELLED], calculated_at__isnull=True)
    stale, over = Q(stale=True), Q(calculated_at__isnull=False, end_date__lte=as_of)
    runs = Run.objects.visible_to(user).drafts().filter(stopped | stale | over).select_related("job")
    found = runs.annotate(found=Window(Count("pk")), left_unpaid=Count("unpaid__user", distinct=True))
    return found.order_by("start_date")[:limit]


def _settling(run: Run, *, may_manage: bool) -> WorkItem:
    page = reverse("compensation:run", args=[run.pk])
    again = Act("Calculate again", reverse("compensation:run_calculate", args=[run.pk]), how="post")
    open_it = Act("Review", page)

    def item(urgency: Urgency, what: str, why: str, chip: str, act: Act) -> WorkItem:
        return WorkItem(f"run-{run.pk}", urgency, "pay", what, why, chip=chip, url=page, acts=[act])

    if run.calculated_at is None:
        why = run.job.error or "It was called off." if run.job else ""
        act = again if may_manage else open_it
        return item(LATE, f"The calculation of {run.name} has stopped", why, "stopped", act)
    if run.stale:
        why = "Deals, targets or plans of the quarter have changed since it was calculated."
        return item(TODAY, f"{run.name} is out of date", why, "out of date", again if may_manage else open_it)
    unpaid: int = run.left_unpaid  # type: ignore[attr-defined]  # annotated
    left = f"{unpaid:,} {'person' if unpaid == 1 else 'people'} could not be paid in full. " if unpaid else ""
    why = f"{left}It is calculated, and the quarter ended on {short_day(run.period.last_day, run.end_date)}."
    return item(TODAY, f"{run.name} can be closed", why, "to close", Act("Review and close", page))


def sellers_without_plan(user: User, as_of: date, limit: int) -> Found:
    """One item, however many they are: they are put on a plan on one page."""
    names = _without_plan(user, as_of)
    if not names:
        return Found()
    count = names[0][1]
    listed = ", ".join(name for name, _ in names) + (f" and {count - NAMED:,} more" if count > NAMED else "")
    url = reverse("compensation:assignments")
    item = WorkItem(
        key="sellers-without-plan",
        urgency=NEXT,
        icon="user",
        what="One person who sells is on no pay plan"
        if count == 1
        else f"{count:,} people who sell are on no pay plan",
        why=f"{listed}. What they win earns them nothing until they are.",
        url=url,
        acts=[Act("Put on a plan", reverse("compensation:assignment_new"))],
    )
    return Found([item], 1, url)


@found_alike
def _without_plan(user: User, as_of: date) -> QuerySet[User, Any]:
    on_a_plan = Assignment.objects.filter(user=OuterRef("pk"), valid__contains=as_of)
    without = sellers(roles=CARRYING_QUOTA).filter(~Exists(on_a_plan))
    return without.annotate(found=Window(Count("pk"))).values_list("name", "found")[:NAMED]


def own_new_statements(user: User, as_of: date, limit: int) -> Found:
    """One's own statements of quarters that were closed lately."""
    items = [_statement(statement) for statement in _statements(user, as_of, limit)]
    return Found(items, len(items), reverse("compensation:statements"))


@found_alike
def _statements(user: User, as_of: date, limit: int) -> QuerySet[Statement]:
    own = Statement.objects.filter(user=user, run__state=RunState.FINAL, run__finalized_at__date__gt=as_of - NEW_FOR)
    return own.select_related("run").order_by("-run__start_date")[:limit]


def _statement(statement: Statement) -> WorkItem:
    url = reverse("compensation:statement", args=[statement.pk])
    return WorkItem(
        key=f"statement-{statement.pk}",
        urgency=NEXT,
        icon="pay",
        what=f"Your statement for {statement.run.name} is final",
        why="Every line opens to its deal and says how it was reckoned.",
        chip=money(from_minor(statement.total_minor, statement.currency), statement.currency, decimals=0),
        url=url,
        acts=[Act("Read it", url)],
    )


register_work(
    Work(
        "compensation.runs",
        order=50,
        visible=can_read_runs,
        find=runs_to_settle,
        more="quarters to settle",
        appears="quarters whose pay is out of date or can be closed",
    )
)
register_work(
    Work(
        "compensation.without_plan",
        order=60,
        visible=can_manage_pay,
        find=sellers_without_plan,
        later=True,
        appears="people who sell and are on no pay plan",
    )
)
register_work(
    Work(
        "compensation.statements",
        order=70,
        visible=can_read_pay,
        find=own_new_statements,
        later=True,
        appears="your statement, when a quarter’s pay is final",
    )
)
register_first_step(
    FirstStep(
        "Build a plan that pays",
        "rates and tiers with a worked example beside them.",
        "compensation:plan_new",
        order=50,
        done=Plan.objects.all,
        visible=can_manage_pay,
    )
)
