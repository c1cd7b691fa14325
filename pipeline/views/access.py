"""The row that an address of the pipeline names: what one may not see is not there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from pipeline.models import Account, Deal, Lead


def deal_at(request: HttpRequest, pk: int) -> Deal:
    """With what its page shows of it: who and what it names, and the stages of its process."""
    deals = Deal.objects.visible_to(request.user).prefetch_related("stage__process_version__stages")
    named = ("stage__process_version__process", "owner", "account", "lead_source", "close_reason", "order")
    return get_object_or_404(deals.select_related(*named), pk=pk)


def account_at(request: HttpRequest, pk: int) -> Account:
    accounts = Account.objects.visible_to(request.user).select_related("owner", "lead_source", "parent")
    return get_object_or_404(accounts, pk=pk)


def lead_at(request: HttpRequest, pk: int) -> Lead:
    """With whom and what its page names."""
    leads = Lead.objects.visible_to(request.user).select_related("owner", "lead_source", "deal", "account", "contact")
    return get_object_or_404(leads, pk=pk)
