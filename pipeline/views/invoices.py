"""Invoices and payments: their lists, one invoice with what came in and went back, and the acts on it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain.invoices import credit_invoice
from pipeline.domain.payments import record_payment, refund_payment
from pipeline.forms import invoices as forms
from pipeline.lists import INVOICES, PAYMENTS
from pipeline.models import Invoice
from pipeline.queries.invoice_standing import standing_on
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, toast_with, undo_url_of
from salesmgmt.web.views.acting import act_on


@require_GET
@needing("pipeline.read")
def invoice_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, INVOICES)


@require_GET
@needing("pipeline.read")
def payment_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, PAYMENTS)


@require_GET
@needing("pipeline.read")
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    return _drawn(request, _invoice_at(request, pk))


@require_POST
@needing("pipeline.read")
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.PayForm, record_payment, "The payment is recorded")


@require_POST
@needing("pipeline.read")
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.CreditForm, credit_invoice, "It is credited")


@require_POST
@needing("pipeline.read")
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, invoice: Invoice, **said: Any) -> Invoice:
        return refund_payment(**said)

    return _act(request, pk, forms.RefundForm, verb, "The refund is recorded")


def _act(
    request: HttpRequest, pk: int, form: type[forms.InvoiceActForm], verb: Callable[..., Invoice], words: str
) -> HttpResponse:
    def done(before: Invoice, after: Invoice, at: datetime) -> HttpResponse:
        undo_url = undo_url_of(after, by=request.user, at=at)
        if not request.htmx:
            toast(request, words, undo_url=undo_url)
            return redirect("pipeline:invoice", pk)
        return toast_with(_drawn(request, _invoice_at(request, pk)), words, undo_url=undo_url)

    return act_on(
        request,
        read=lambda: _invoice_at(request, pk),
        form_of=lambda row: form(request.POST, invoice=row, today=_today(request)),
        do=lambda row, bound, **act: verb(invoice=row, **bound.said(), **act),
        draw=lambda row, **shown: _drawn(request, row, **shown),
        done=done,
    )


def _invoice_at(request: HttpRequest, pk: int) -> Invoice:
    rows = Invoice.objects.visible_to(request.user).select_related("order__account", "order__owner", "entered_by")
    return get_object_or_404(rows.prefetch_related("payments__refunds", "credit_notes"), pk=pk)


def _today(request: HttpRequest) -> date:
    return company_at(request).day_of(timezone.now())


def _drawn(request: HttpRequest, row: Invoice, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page, or where htmx asked what stands in it. `bound` is the form that was refused, and is opened."""
    bound, today = shown.pop("bound", None), _today(request)
    context = {
        "here": "invoices",
        "invoice": row,
        "standing": standing_on(row, today),
        "opened": bound.name if bound is not None else "",
        **shown,
    }
    if request.user.has_perm("pipeline.bill"):
        context |= _forms(row, today) | ({bound.name: bound} if bound is not None else {})
    template = "pipeline/invoices/invoice.html" if request.htmx else "pipeline/invoices/record.html"
    return render(request, template, context, status=status)


def _forms(row: Invoice, today: date) -> dict[str, Any]:
    """What can be done with it as it stands."""
    offered: list[type[forms.InvoiceActForm]] = [forms.PayForm, forms.CreditForm] if row.open_amount else []
    if row.received_amount > row.returned_amount:
        offered.append(forms.RefundForm)
    return {form.name: form(invoice=row, today=today) for form in offered}
