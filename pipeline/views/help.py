"""Help asked of anyone in the company: the deal's part, and the page of who was asked, by link or signed in."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.throttling import SimpleRateThrottle

from pipeline.domain import help as helping
from pipeline.forms.help import AnswerHelpForm, AskHelpForm, WithdrawHelpForm
from pipeline.models import Deal, HelpRequest
from pipeline.queries.help import request_of, shared_facts, token_of
from pipeline.views.access import deal_at
from pipeline.views.acting import in_place, is_panel
from pipeline.views.record import DEAL
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing


class HelpThrottle(SimpleRateThrottle):
    """Far more than a person needs, and far fewer than guessing links takes."""

    rate = "120/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"pipeline.help.{self.get_ident(request)}"


@require_GET
@needing("pipeline.read")
def of_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked about a deal, with the links at which it is answered."""
    deal = deal_at(request, pk)
    rows = deal.help_requests.select_related("helper", "asked_by").order_by("-asked_at", "-pk")
    may_work = request.user.has_perm("pipeline.work_deals")
    context = {
        "deal": deal,
        "asked": [(row, _link(request, row) if may_work and row.is_open else "") for row in rows],
        "may_work": may_work,
        "as": "?as=panel" if is_panel(request) else "",
    }
    return render(request, "pipeline/deals/help_list.html", context)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """GET gives the form in its place, POST asks."""
    deal = deal_at(request, pk)
    form = AskHelpForm(request.POST or None, deal=deal, user=request.user)
    if request.method == "POST" and form.is_valid():
        return DEAL.act(request, pk, AskHelpForm, _ask, "They are asked")
    return in_place(request, "pipeline/deals/help_form.html", {"deal": deal, "form": form}, "#ask-help")


@require_POST
@needing("pipeline.read")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, WithdrawHelpForm, _withdraw, "It is withdrawn")


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """For who was asked, signed in."""
    rows = HelpRequest.objects.select_related("deal__account", "deal__stage", "helper", "asked_by")
    return _page(request, get_object_or_404(rows, pk=pk, helper=request.user), timezone.now())


@never_cache
@require_http_methods(["GET", "POST"])
@login_not_required
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For who was asked, by the link that they were given; whoever has it answers in their name."""
    row = request_of(token) if HelpThrottle().allow_request(request, None) else None
    if row is None or row.withdrawn_at is not None:
        response = render(request, "pipeline/help/closed.html", status=404)
    else:
        response = _page(request, row, timezone.now(), token=token)
    # the address is the key, so no other site hears it
    response["Referrer-Policy"], response["X-Robots-Tag"] = "same-origin", "noindex"
    return response


@require_GET
@needing("pipeline.read")
def to_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """To the deal that a question was about."""
    row = get_object_or_404(HelpRequest, pk=pk, deal__in=Deal.objects.visible_to(request.user).values("pk"))
    return redirect("pipeline:deal", row.deal_id)


def _page(request: HttpRequest, row: HelpRequest, at: datetime, *, token: str = "") -> HttpResponse:
    form = AnswerHelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            helping.answer_help(request=row, **form.cleaned_data, by=row.helper, at=at)
        except Refused as error:
            form.refuse(error)
        else:
            return redirect(request.path)
    context = {"row": row, "facts": shared_facts(row), "form": form, "token": token}
    return render(request, "pipeline/help/answer.html", context, status=422 if form.errors else 200)


def _link(request: HttpRequest, row: HelpRequest) -> str:
    return request.build_absolute_uri(reverse("pipeline:help-link", args=[token_of(row)]))


def _ask(*, deal: Deal, **said: Any) -> Deal:
    helping.ask_help(deal=deal, **said)
    return deal


def _withdraw(*, deal: Deal, request: HelpRequest, **act: Any) -> Deal:
    helping.withdraw_help(request=request, **act)
    return deal
