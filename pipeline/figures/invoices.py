"""Figures over invoices: what is overdue."""

from django.db.models import F, QuerySet

from pipeline.figures.places import MANAGER, REGION, TEAM, reads_pipeline
from pipeline.models import Invoice
from pipeline.queries.invoices_as_of import invoices_overdue
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.figures.aggregates import Count, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _overdue(scope: Scope) -> QuerySet[Invoice]:
    rows = invoices_overdue(scope)
    if scope.start:
        rows = rows.filter(due_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(due_date__lt=scope.end)
    if scope.owner:
        rows = rows.filter(order__owner=scope.owner)
    rows = with_owner_place(rows.annotate(fact_day=F("due_date")), owner="order__owner")
    return of_team(rows, scope.team) if scope.team else rows


def _in_company_currency(scope: Scope) -> QuerySet[Invoice]:
    return _overdue(scope).filter(currency=scope.company.currency)


def _in_another(scope: Scope) -> QuerySet[Invoice]:
    return _overdue(scope).exclude(currency=scope.company.currency)


OVERDUE = register(
    Figure(
        name="pipeline.overdue_invoices",
        title="Overdue invoices",
        sentence="{value} is overdue{period}, of {invoices} invoices.",
        nothing="Nothing is overdue.",
        definition=(
            "What is open of invoices that were due before the day asked for: their amount less what was credited or "
            "paid up to that day, with what was refunded. The days are those of the money, whenever it was entered."
        ),
        denominator="Invoices of orders that you may see.",
        parameters=frozenset({"from", "to", "as_of", "team", "owner"}),
        measures=(
            Measure(name="open", label="Open", unit=Unit.MONEY, aggregate=Sum("still_open")),
            Measure(name="invoices", label="Invoices", unit=Unit.COUNT, aggregate=Count()),
        ),
        source=_in_company_currency,
        left_out=_in_another,
        left_out_why="because they are in another currency than the company's",
        groupings=(
            Grouping(name="owner", label="Owner", key="order__owner_id", text="order__owner__name"),
            Grouping(name="account", label="Account", key="order__account_id", text="order__account__name"),
            MANAGER,
            TEAM,
            REGION,
        ),
        columns=(
            Column(name="number", label="Number", value="number"),
            Column(name="account", label="Account", value="order__account__name"),
            Column(name="owner", label="Owner", value="order__owner__name"),
            Column(name="due", label="Due", value="due_date"),
        ),
        link="/pipeline/invoices/{id}/",
        rows_are="invoices",
        allowed=reads_pipeline,
        date_basis="The day an invoice was due; team and manager of the order's owner as on that day.",
    )
)
