"""What finance and sellers do to an order: invoice it, cancel it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pipeline.domain.cancellations import cancel_order
from pipeline.domain.invoices import issue_invoice
from pipeline.forms.invoices import CancelForm, IssueForm
from pipeline.views.orders import act_on_order, lines_of
from salesmgmt.web.access import company_at, needing


@require_POST
@needing("pipeline.read")
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    today = company_at(request).day_of(timezone.now())
    form = partial(IssueForm, today=today)
    return act_on_order(request, pk, form, issue_invoice, "{order} is invoiced")


@require_POST
@needing("pipeline.read")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on_order(
        request,
        pk,
        lambda data, order: CancelForm(data, order=order, lines=lines_of(order)),
        cancel_order,
        "{order} is cancelled, as far as you chose",
    )
