"""Invoices as they stood on a day: what was open of them by the days of what was credited, paid and refunded."""

from datetime import date
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from pipeline.models import CreditNote, Invoice, Payment, Refund
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.figures.scope import Scope

_MONEY = DecimalField(max_digits=24, decimal_places=4)


def invoices_overdue(scope: Scope) -> QuerySet[Invoice]:
    """Those that one may see and that were due before the day asked for, with `still_open`, what was open on it.

    Whole days count, by the days that are written on what came and went, whenever somebody entered it; a payment that
    was entered by mistake never came in.
    """
    rows, day = Invoice.objects.visible_to(scope.user), day_asked(scope)
    if scope.as_of is None:
        return rows.overdue_on(day).annotate(still_open=F("open_amount"))
    rows = rows.filter(due_date__lt=day, issued_date__lte=day)
    return rows.annotate(still_open=_open_on(day)).filter(still_open__gt=0)


def _open_on(day: date) -> Any:
    came = Payment.objects.that_came_in().filter(paid_date__lte=day)
    back = Refund.objects.filter(is_reversal=False, refunded_date__lte=day)
    credited = _added_up(CreditNote.objects.filter(credited_date__lte=day), "invoice")
    return F("amount") - credited - _added_up(came, "invoice") + _added_up(back, "payment__invoice")


def _added_up(rows: QuerySet[Any], of: str) -> Any:
    summed = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(summed), 0, output_field=_MONEY)
