"""Renewals: the list, what is done about one on its order's page, and for how long products are sold."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.domain.renewal_terms import set_renewal_term
from pipeline.domain.renewals import decline_renewal, open_renewal, set_term
from pipeline.forms.renewals import DeclineRenewalForm, OpenRenewalForm, RenewalTermForm, TermForm
from pipeline.lists import RENEWALS
from pipeline.models import Order, Renewal, RenewalTerm
from pipeline.models.renewal import NOTICE_DAYS
from pipeline.views.entering import written
from pipeline.views.orders import act_on_order, order_at
from salesmgmt.web.access import needing
from salesmgmt.web.lists.views.showing import show_list


@require_GET
@needing("pipeline.read")
def renewal_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, RENEWALS)


@require_POST
@needing("pipeline.read")
def term(request: HttpRequest, pk: int) -> HttpResponse:
    return act_on_order(request, pk, TermForm, set_term, "The term of {order} is saved")


@require_POST
@needing("pipeline.read")
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, OpenRenewalForm, open_renewal, "The renewal of {order} is a deal")


@require_POST
@needing("pipeline.read")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, DeclineRenewalForm, decline_renewal, "{order} is not to be renewed")


def _act(request: HttpRequest, pk: int, form: Any, verb: Any, words: str) -> HttpResponse:
    """On the renewal of an order, which has one."""
    if not hasattr(order_at(request, pk), "renewal"):
        raise Http404

    def act(*, order: Order, **said: Any) -> Renewal:
        return verb(renewal=order.renewal, **said)

    return act_on_order(request, pk, form, act, words)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def terms(request: HttpRequest) -> HttpResponse:
    rows = list(RenewalTerm.objects.visible_to(request.user).select_related("product"))
    others = next((row.notice_days for row in rows if row.product is None), NOTICE_DAYS)
    form = RenewalTermForm(request.POST or None, user=request.user, product=request.GET.get("product", ""))
    shown = {"here": "settings", "terms": [row for row in rows if row.product], "others": others}
    template = "pipeline/renewals/terms.html"
    page = "pipeline:renewal-terms"
    return written(
        request, form, set_renewal_term, "The term is saved", page=page, template=template, shown=shown, of_row=False
    )
