"""Orders: the list, one with what it holds, what was invoiced for it and what repeats it, and ordering again."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.choices import RenewalState
from pipeline.domain.orders import repeat_order
from pipeline.forms.invoices import CancelForm, IssueForm
from pipeline.forms.orders import RepeatForm, order_lines_of
from pipeline.forms.renewals import DeclineRenewalForm, OpenRenewalForm, TermForm
from pipeline.lists import CANCELLATIONS, ORDER_LINES, ORDERS
from pipeline.models import Deal, Order, OrderLine, Renewal
from pipeline.queries.invoice_standing import standing_on
from pipeline.queries.margins import margin_of, together
from pipeline.queries.order_timeline import invoices_of, order_happenings
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, toast_with, undo_url_of
from salesmgmt.web.views.acting import act_on


@require_GET
@needing("pipeline.read")
def order_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, ORDERS)


@require_GET
@needing("pipeline.read")
def order_line_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, ORDER_LINES)


@require_GET
@needing("pipeline.read")
def cancellation_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, CANCELLATIONS)


@require_GET
@needing("pipeline.read")
def order(request: HttpRequest, pk: int) -> HttpResponse:
    return _drawn(request, order_at(request, pk))


@require_POST
@needing("pipeline.work_deals")
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Orders again; a form that is not right comes back on the order's page, opened."""
    row = order_at(request, pk)
    form = RepeatForm(request.POST, order=row, by=request.user)
    lines = order_lines_of(row, request.POST) if request.POST.get("way") == RepeatForm.LINES else None
    refusal = ""
    if form.is_valid() and (lines is None or lines.is_valid()):
        try:
            now = timezone.now()
            again = repeat_order(order=row, **form.said(lines), by=request.user, at=now)
        except NotAllowed:
            raise
        except Refused as error:
            refusal = error.message
        else:
            undo_url = undo_url_of(again, by=request.user, at=now)
            toast(request, f"{row.account.name} ordered again", undo_url=undo_url)
            return redirect("pipeline:order", again.pk)
    context = _context(request, row) | {"form": form, "way": request.POST.get("way", ""), "refusal": refusal}
    if lines is not None:
        context["rows"] = lines
    return render(request, "pipeline/orders/record.html", context, status=422)


def act_on_order(
    request: HttpRequest, pk: int, form_of: Callable[..., ActForm], verb: Callable[..., Any], words: str
) -> HttpResponse:
    """`form_of(data, order=)` cleans what the verb takes."""

    def done(before: Order, after: Any, at: datetime) -> HttpResponse:
        said, undo_url = words.format(order=before), undo_url_of(after, by=request.user, at=at)
        if not request.htmx:
            toast(request, said, undo_url=undo_url)
            return redirect("pipeline:order", pk)
        return toast_with(_drawn(request, order_at(request, pk)), said, undo_url=undo_url)

    return act_on(
        request,
        read=lambda: order_at(request, pk),
        form_of=lambda row: form_of(request.POST, order=row),
        do=lambda row, form, **act: verb(order=row, **form.said(), **act),
        draw=lambda row, **shown: _drawn(request, row, **shown),
        done=done,
    )


def lines_of(order: Order) -> list[OrderLine]:
    """With the cancellation of those that are cancelled."""
    return list(order.lines.select_related("product", "cancellation").order_by("position"))


def order_at(request: HttpRequest, pk: int) -> Order:
    named = ("account", "deal", "owner", "repeat_of", "renewal__deal", "renewal__decided_by")
    orders = Order.objects.visible_to(request.user).select_related(*named)
    return get_object_or_404(orders, pk=pk)


def _drawn(request: HttpRequest, row: Order, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page, or where htmx asked what stands in it. `bound` is the form that was refused, and is opened."""
    bound = shown.pop("bound", None)
    context = _context(request, row) | {"opened": bound.name if bound is not None else "", **shown}
    if bound is not None:
        context[f"{bound.name}_form"] = bound
    template = "pipeline/orders/order.html" if request.htmx else "pipeline/orders/record.html"
    return render(request, template, context, status=status)


def _context(request: HttpRequest, row: Order) -> dict[str, Any]:
    may_repeat = request.user.has_perm("pipeline.work_deals") and row.cancelled_at is None
    company = company_at(request)
    lines, invoices = lines_of(row), invoices_of(row)
    return {
        "here": "orders",
        "order": row,
        "lines": lines,
        "together": together(lines, row.currency),
        "margin": margin_of(lines)
        if row.cancelled_at is None and request.user.has_perm("pipeline.read_costs")
        else None,
        "invoices": [(invoice, standing_on(invoice, company.day_of(timezone.now()))) for invoice in invoices],
        "open_amount": sum((invoice.open_amount for invoice in invoices), Decimal(0)),
        "entries": order_happenings(row, invoices, zone=company.zone),
        "repeats": Order.objects.visible_to(request.user).filter(repeat_of=row).select_related("owner"),
        "may_work": may_repeat,
        "form": RepeatForm(order=row, by=request.user) if may_repeat else None,
        "rows": order_lines_of(row) if may_repeat else None,
        **_renewal(request, row),
        **_acts(request, row, lines, len(invoices), company.day_of(timezone.now())),
    }


def _renewal(request: HttpRequest, row: Order) -> dict[str, Any]:
    """How its term stands, and what of it can be changed while the renewal waits."""
    renewal: Renewal | None = getattr(row, "renewal", None)
    waits = renewal is None or renewal.state == RenewalState.WAITING
    shown: dict[str, Any] = {"renewal": renewal}
    if renewal is not None and renewal.deal_id:
        shown["shows_deal"] = Deal.objects.visible_to(request.user).filter(pk=renewal.deal_id).exists()
    if not waits or row.cancelled_at is not None or not request.user.has_perm("pipeline.work_deals"):
        return shown
    shown["term_form"] = TermForm(order=row)
    if renewal is not None:
        shown["open_renewal_form"] = OpenRenewalForm(order=row)
        shown["decline_renewal_form"] = DeclineRenewalForm(order=row)
    return shown


def _acts(request: HttpRequest, row: Order, lines: list[OrderLine], issued: int, today: date) -> dict[str, Any]:
    """What can still be invoiced and cancelled, for whoever may."""
    acts: dict[str, Any] = {}
    if row.uninvoiced_amount > 0 and request.user.has_perm("pipeline.bill"):
        acts["invoice_form"] = IssueForm(order=row, today=today, issued=issued)
    if row.cancelled_at is None and request.user.has_perm("pipeline.cancel_orders"):
        acts["cancel_form"] = CancelForm(order=row, lines=lines)
    return acts
