"""Pay as figures: what was paid, and how far people got against their quota."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DecimalField, Exists, ExpressionWrapper, F, Func, OuterRef, Value
from django.db.models.expressions import Combinable

from compensation.choices import RunState
from compensation.models import Statement
from compensation.models.readable import PayQuerySet
from salesmgmt.common.money import currency_decimals
from salesmgmt.figures.aggregates import AmountRatio, Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models import Membership
from salesmgmt.people.models.line import IsAnyOf, team_and_below


class _LastDay(Func):
    """The last day of half-open days, from the first that no longer belongs to them."""

    template = "(%(expressions)s - 1)"
    output_field = DateField()


def _in_scope(scope: Scope) -> PayQuerySet:
    """Visible statements of the quarters that begin in the scope's days; a team counts whom it had on the last day."""
    rows = Statement.objects.visible_to(scope.user)
    if scope.start:
        rows = rows.filter(run__start_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(run__start_date__lt=scope.end)
    if scope.owner:
        rows = rows.filter(user=scope.owner)
    if scope.team:
        member = Membership.objects.filter(
            IsAnyOf(F("team_id"), team_and_below(scope.team)),
            user=OuterRef("user"),
            valid__contains=_LastDay(OuterRef("run__end_date")),
        )
        rows = rows.filter(Exists(member))
    return rows


def _amount(column: str, currency: str) -> Combinable:
    """Minor units as an amount, exact."""
    unit = Value(Decimal(1).scaleb(-currency_decimals(currency)), DecimalField(max_digits=19, decimal_places=4))
    return ExpressionWrapper(F(column) * unit, DecimalField(max_digits=19, decimal_places=4))


def _paid(scope: Scope) -> PayQuerySet:
    currency = scope.company.currency
    return _in_scope(scope).filter(currency=currency).annotate(amount=_amount("total_minor", currency))


def _attained(scope: Scope) -> PayQuerySet:
    currency = scope.company.currency
    rows = _in_scope(scope).filter(currency=currency, quota_minor__isnull=False)
    return rows.annotate(credited=_amount("credited_minor", currency), quota=_amount("quota_minor", currency))


def _in_other_currencies(scope: Scope) -> PayQuerySet:
    return _in_scope(scope).exclude(currency=scope.company.currency)


def _without_quota(scope: Scope) -> PayQuerySet:
    return _in_scope(scope).exclude(currency=scope.company.currency, quota_minor__isnull=False)


def _say_quarter(key: str) -> str:
    return f"quarter from {date.fromisoformat(key):%-d %b %Y}"


COMMON: dict[str, Any] = {
    "date_basis": "The first day of the quarter that the statement is for.",
    "link": "/compensation/statements/{id}/",
    "rows_are": "statements",
    "parameters": frozenset({"from", "to", "team", "owner"}),
    "groupings": (
        Grouping(name="quarter", label="Quarter", key="run__start_date", says=_say_quarter, in_key_order=True),
        Grouping(name="person", label="Person", key="user_id", text="user__name"),
        Grouping(name="state", label="State", key="run__state", says=lambda key: RunState(key).label),
    ),
    "columns": (
        Column(name="person", label="Person", value="user__name"),
        Column(name="quarter", label="Quarter", value="run__name"),
        Column(name="state", label="State", value="run__state", says=lambda key: RunState(key).label),
    ),
}

register(
    Figure(
        name="compensation.paid_amount",
        title="Pay on statements",
        sentence="Pay{period} comes to {value}, on statements: {n}.",
        nothing="There is no statement.",
        definition="The sum of the totals of statements, drafts included; each total is the sum of its rounded lines.",
        denominator="Statements in the company’s currency that you may open.",
        measures=(
            Measure(name="total", label="Total", unit=Unit.MONEY, aggregate=Sum("amount")),
            Measure(name="statements", label="Statements", unit=Unit.COUNT, aggregate=Count()),
        ),
        source=_paid,
        left_out=_in_other_currencies,
        left_out_why="because they are in another currency than the company’s",
        **COMMON,
    )
)
register(
    Figure(
        name="compensation.attainment",
        title="Attainment",
        sentence="{attainment_numerator} of a quota of {attainment_denominator} was credited{period}, {value}.",
        nothing="There is no statement with a quota.",
        definition="Bookings credited in the quarter divided by the quota, which is the target after its adjustments.",
        denominator="The quotas of the statements that you may open, added up.",
        measures=(
            Measure(
                name="attainment",
                label="Attainment",
                unit=Unit.RATE,
                aggregate=AmountRatio("credited", "quota"),
            ),
        ),
        source=_attained,
        left_out=_without_quota,
        left_out_why="because they have no quota, or are in another currency than the company’s",
        **COMMON,
    )
)
