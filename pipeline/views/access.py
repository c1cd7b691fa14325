"""Who may open a page of the pipeline, and the row that an address names: what one may not see is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from pipeline.models import Account, Deal
from salesmgmt.people.models import Company
from salesmgmt.web.context import company_of

View = Callable[..., HttpResponse]


def needing(permission: str) -> Callable[[View], View]:
    """404 for people without a permission such as `pipeline.read`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def deal_at(request: HttpRequest, pk: int) -> Deal:
    """With what its page shows of it: who and what it names, and the stages of its process."""
    deals = Deal.objects.visible_to(request.user).prefetch_related("stage__process_version__stages")
    named = ("stage__process_version__process", "owner", "account", "lead_source", "close_reason")
    return get_object_or_404(deals.select_related(*named), pk=pk)


def account_at(request: HttpRequest, pk: int) -> Account:
    accounts = Account.objects.visible_to(request.user).select_related("owner", "lead_source", "parent")
    return get_object_or_404(accounts, pk=pk)


def company_at(request: HttpRequest) -> Company:
    """The company, which is there wherever somebody has a role."""
    company = company_of(request)
    if company is None:
        raise Http404
    return company
