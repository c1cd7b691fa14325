"""The lists of pay: statements, who is on which plan, runs. What one may not see of others' pay is on none of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from compensation import wording
from compensation.choices import RunState
from compensation.forms.list_filters import AssignmentFilters, RunFilters, StatementFilters
from compensation.models import Assignment, PlanVersion, Run, Statement
from compensation.queries.runs import RunTotals, run_totals
from compensation.rules import can_manage_pay, can_read_pay, can_read_runs
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.common.money import from_minor
from salesmgmt.web.components.amounts import money, number
from salesmgmt.web.components.days import ago, day
from salesmgmt.web.components.marks import chip
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import Column, List, Reader, View
from salesmgmt.web.lists.filters import Choice, Row
from salesmgmt.web.lists.registry import register

DASH = format_html('<span class="t-3">{}</span>', "\N{EN DASH}")


def _runs_seen(user: Any) -> Any:
    return Run.objects.filter(pk__in=Statement.objects.visible_to(user).values("run")).order_by("-start_date")


def _people_paid(user: Any) -> Any:
    return User.objects.filter(pk__in=Statement.objects.visible_to(user).values("user")).order_by(by_name(), "pk")


def _person(statement: Statement) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse("compensation:statement", args=[statement.pk]), who(statement.user)
    )


def _state_of_run(run: Run) -> SafeString:
    if run.is_final:
        return chip("final", "good")
    return chip("out of date" if run.stale else "draft", "watch")


STATEMENTS = register(
    List(
        code="statements",
        not_imported="What people are paid is calculated; import deals and targets, and calculate the quarter.",
        nouns=("statement", "statements"),
        title="Statements",
        sub="What each person is paid for a quarter; every line opens to its deal.",
        url_name="compensation:statements",
        page="compensation/page.html",
        here={"here": "statements"},
        visible=can_read_pay,
        rows=lambda reader: Statement.objects.visible_to(reader.user),
        joined=lambda statements, reader: statements.select_related("run", "user"),
        columns=(
            Column("person", "Person", _person, lambda row: row.user.name, order=by_name("user__name"), on_phone=True),
            Column(
                "quarter",
                "Quarter",
                lambda row: row.run,
                lambda row: str(row.run),
                order="run__start_date",
                first="-",
                on_phone=True,
            ),
            Column(
                "state",
                "State",
                lambda row: _state_of_run(row.run),
                lambda row: row.run.get_state_display(),
                on_phone=True,
            ),
            Column(
                "calculated", "Calculated", lambda row: ago(row.calculated_at), lambda row: row.calculated_at, css="t-2"
            ),
            Column(
                "pay",
                "Pay",
                lambda row: wording.amount(row.total_minor, row.currency),
                lambda row: from_minor(row.total_minor, row.currency),
                order="total_minor",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column("currency", "Currency", lambda row: row.currency, lambda row: row.currency, css="t-2"),
            Column("email", "E-mail", lambda row: row.user.email, lambda row: row.user.email, shown=False),
        ),
        filterset=StatementFilters,
        filters=(
            Row(name="run", title="Quarter", rows=_runs_seen, any_words="Any quarter"),
            Row(
                name="user",
                title="Person",
                rows=_people_paid,
                any_words="Anybody",
            ),
        ),
        order="-quarter",
        link=lambda row: reverse("compensation:statement", args=[row.pk]),
        empty="compensation/no_statements.html",
    )
)


def _plan(row: Assignment) -> SafeString:
    return format_html(
        '<a href="{}">{}</a><span class="sub narrow">{}</span>',
        reverse("compensation:plan_version", args=[row.plan_version_id]),
        row.plan_version,
        wording.days(row.valid.lower, row.valid.upper),
    )


def _last_day(row: Assignment) -> date | None:
    return row.valid.upper - timedelta(days=1) if row.valid.upper else None


def _end(row: Assignment) -> SafeString | str:
    if row.valid.upper:
        return ""
    return format_html(
        '<a class="btn btn-quiet btn-sm" href="{}" aria-label="End the plan of {}">End</a>',
        reverse("compensation:assignment_end", args=[row.pk]),
        row.user,
    )


ASSIGNMENTS = register(
    List(
        code="assignments",
        not_imported="Who is on which plan is agreed with each person, and stands under a published plan.",
        nouns=("assignment", "assignments"),
        title="Who is on which plan",
        sub="One plan at a time for each person. Their quotas stand under Pipeline, Quotas.",
        url_name="compensation:assignments",
        page="compensation/page.html",
        here={"here": "assignments"},
        visible=can_read_pay,
        rows=lambda reader: Assignment.objects.visible_to(reader.user),
        joined=lambda rows, reader: rows.select_related("user", "plan_version__plan"),
        columns=(
            Column(
                "person",
                "Person",
                lambda row: who(row.user),
                lambda row: row.user.name,
                order=by_name("user__name"),
                on_phone=True,
            ),
            Column("plan", "Plan", _plan, lambda row: str(row.plan_version), css="wrap-s", on_phone=True),
            Column(
                "days",
                "Days",
                lambda row: wording.days(row.valid.lower, row.valid.upper),
                lambda row: wording.days(row.valid.lower, row.valid.upper),
                css="t-2",
            ),
            Column(
                "ote",
                "On-target earnings",
                lambda row: money(row.ote_amount, row.currency, decimals=0) if row.ote_amount else DASH,
                lambda row: row.ote_amount,
                css="num",
            ),
            Column(
                "varies",
                "Varies",
                lambda row: DASH if row.variable_bp is None else wording.basis_points(row.variable_bp),
                lambda row: None if row.variable_bp is None else Decimal(row.variable_bp) / 10_000,
                css="num t-2",
            ),
            Column("currency", "Currency", lambda row: row.currency, lambda row: row.currency, css="t-2", shown=False),
            Column(
                "first_day",
                "First day",
                lambda row: day(row.valid.lower),
                lambda row: row.valid.lower,
                css="t-2",
                shown=False,
            ),
            Column("last_day", "Last day", lambda row: day(_last_day(row)), _last_day, css="t-2", shown=False),
            Column("end", "Act", _end, css="num", readable=can_manage_pay, on_phone=True),
            Column("email", "E-mail", lambda row: row.user.email, lambda row: row.user.email, shown=False),
        ),
        filterset=AssignmentFilters,
        filters=(
            Row(
                name="plan_version",
                title="Plan",
                rows=lambda user: PlanVersion.objects.visible_to(user).select_related("plan"),
                any_words="Any plan",
            ),
        ),
        order="person",
        actions="compensation/assignment_button.html",
        empty="compensation/no_assignments.html",
    )
)


def _each_total(shown: Any, between: str = ", ") -> Any:
    """Something of each currency that a run pays in."""
    return lambda each: between.join(str(shown(total)) for total in each.totals)


def _pay_plainly(each: RunTotals) -> Decimal | str:
    """A number to reckon with; only what is paid in several currencies has to say them."""
    if len(each.totals) == 1:
        return from_minor(each.totals[0].total_minor, each.totals[0].currency)
    return ", ".join(f"{from_minor(total.total_minor, total.currency)} {total.currency}" for total in each.totals)


_currencies = _each_total(lambda total: total.currency)


def _run_state(each: RunTotals) -> SafeString:
    if each.row.is_final:
        return chip("final", "good")
    if each.row.is_removed:
        return chip("removed")
    if each.row.is_calculating:
        return chip("calculating", "accent")
    return _state_of_run(each.row) if each.row.calculated_at else chip("not calculated", "bad")


def _quarter(each: RunTotals) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("compensation:run", args=[each.row.pk]), each.row)


def _with_totals(runs: Sequence[Run], reader: Reader) -> Sequence[RunTotals]:
    return run_totals(runs)


RUNS = register(
    List(
        code="runs",
        not_imported="What people are paid is calculated; import deals and targets, and calculate the quarter.",
        nouns=("run", "runs"),
        title="Runs",
        sub="A run calculates a quarter for everybody on a plan. A draft can be calculated again; a final run stays.",
        url_name="compensation:runs",
        page="compensation/page.html",
        here={"here": "runs"},
        visible=can_read_runs,
        rows=lambda reader: Run.objects.visible_to(reader.user),
        joined=lambda runs, reader: runs.select_related("job"),
        dress=_with_totals,
        columns=(
            Column(
                "quarter", "Quarter", _quarter, lambda each: str(each.row), order="start_date", first="-", on_phone=True
            ),
            Column("state", "State", _run_state, lambda each: each.row.get_state_display(), on_phone=True),
            Column(
                "calculated",
                "Calculated",
                lambda each: ago(each.row.calculated_at) if each.row.calculated_at else "",
                lambda each: each.row.calculated_at,
                css="t-2",
            ),
            Column(
                "statements",
                "Statements",
                _each_total(lambda total: number(total.statements)),
                lambda each: sum(total.statements for total in each.totals),
                css="num",
            ),
            Column(
                "unpaid",
                "Could not be paid",
                lambda each: number(each.unpaid) if each.unpaid else "",
                lambda each: each.unpaid,
                css="num",
            ),
            Column(
                "pay",
                "Pay",
                _each_total(lambda total: f"{wording.amount(total.total_minor, total.currency)} {total.currency}"),
                _pay_plainly,
                css="num fw-semibold",
                on_phone=True,
            ),
            Column("currency", "Currency", _currencies, _currencies, css="t-2", shown=False),
        ),
        filterset=RunFilters,
        filters=(
            Choice(
                name="state",
                title="State",
                choices=[(state, state.label) for state in (RunState.DRAFT, RunState.FINAL)],
                any_words="Any state",
            ),
            Choice(name="stale", title="Out of date", choices=(("true", "Out of date"), ("false", "Up to date"))),
            Choice(name="removed", title="Removed", choices=(("false", "Not removed"), ("true", "Removed"))),
        ),
        start="removed=false",
        order="-quarter",
        views=(View("Runs", "removed=false"), View("Removed", "removed=true"), View("All", "")),
        link=lambda run: reverse("compensation:run", args=[run.pk]),
        actions="compensation/run_button.html",
        empty="compensation/no_runs.html",
    )
)
