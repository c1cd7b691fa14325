"""Orders: the list, one with what it holds and what repeats it, and ordering again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain.orders import repeat_order
from pipeline.forms.orders import RepeatForm, order_lines_of
from pipeline.lists import ORDERS
from pipeline.models import Order
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast


@require_GET
@needing("pipeline.read")
def order_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, ORDERS)


@require_GET
@needing("pipeline.read")
def order(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "pipeline/orders/record.html", _context(request, _order_at(request, pk)))


@require_POST
@needing("pipeline.work_deals")
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Orders again; a form that is not right comes back on the order's page, opened."""
    row = _order_at(request, pk)
    form = RepeatForm(request.POST, order=row, by=request.user)
    lines = order_lines_of(row, request.POST) if request.POST.get("way") == RepeatForm.LINES else None
    refusal = ""
    if form.is_valid() and (lines is None or lines.is_valid()):
        try:
            again = repeat_order(order=row, **form.said(lines), by=request.user, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as error:
            refusal = error.message
        else:
            toast(request, f"{row.account.name} ordered again")
            return redirect("pipeline:order", again.pk)
    context = _context(request, row) | {"form": form, "way": request.POST.get("way", ""), "refusal": refusal}
    if lines is not None:
        context["rows"] = lines
    return render(request, "pipeline/orders/record.html", context, status=422)


def _order_at(request: HttpRequest, pk: int) -> Order:
    orders = Order.objects.visible_to(request.user).select_related("account", "deal", "owner", "repeat_of")
    return get_object_or_404(orders, pk=pk)


def _context(request: HttpRequest, row: Order) -> dict[str, Any]:
    may_work = request.user.has_perm("pipeline.work_deals")
    return {
        "here": "orders",
        "order": row,
        "lines": row.lines.select_related("product").order_by("position"),
        "repeats": Order.objects.visible_to(request.user).filter(repeat_of=row).select_related("owner"),
        "may_work": may_work,
        "form": RepeatForm(order=row, by=request.user) if may_work else None,
        "rows": order_lines_of(row) if may_work else None,
    }
