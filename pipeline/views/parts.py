"""Facts, lines and shares of a deal, edited where they stand."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pipeline.domain.deals import edit_deal
from pipeline.domain.discounts import DiscountOverLimit, ask_discount
from pipeline.domain.lines import set_lines
from pipeline.domain.splits import split_deal
from pipeline.forms.facts import DEAL_FACTS, FactForm
from pipeline.forms.parts import lines_of, shares_of
from pipeline.models import Deal
from pipeline.views.access import deal_at
from pipeline.views.record import answered, is_panel, redrawn
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.web.access import needing


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    """GET gives the form in place of the value; POST edits the fact."""
    if fact not in DEAL_FACTS:
        raise Http404
    deal = deal_at(request, pk)
    form = FactForm(request.POST or None, row=deal, fact=fact, facts=DEAL_FACTS, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            after = edit_deal(deal=deal, **form.said(), by=request.user, at=timezone.now())
        except Conflict as error:
            return redrawn(request, deal_at(request, pk), status=409, conflict=error.message)
        except NotAllowed:
            raise
        except Refused as error:
            form.add_error("value", error.message)
        else:
            return answered(request, deal, after, f"{DEAL_FACTS[fact][0]} saved")
    return _in_place(request, deal, "pipeline/deals/fact_form.html", {"form": form, "fact": fact}, f"#fact-{fact}")


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """With `ask` in the form, the lines are not set but asked for: a discount above the limit needs a yes."""
    asks = "ask" in request.POST

    def verb(deal: Deal, rows: BaseFormSet, **by: Any) -> Deal:
        facts = [line for line in (form.line() for form in rows) if line]
        if not asks:
            return set_lines(deal=deal, lines=facts, **by)
        ask_discount(deal=deal, lines=facts, note=request.POST.get("note", ""), **by)
        return deal

    return _edit_rows(
        request,
        pk,
        rows_of=lines_of,
        verb=verb,
        template="pipeline/deals/lines_form.html",
        place="#lines",
        words="The discount is asked for; the lines are set by the last yes" if asks else "The lines are saved",
    )


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def shares(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_rows(
        request,
        pk,
        rows_of=shares_of,
        verb=lambda deal, rows, **by: split_deal(deal=deal, shares=[x for x in (f.share() for f in rows) if x], **by),
        template="pipeline/deals/shares_form.html",
        place="#shares",
        words="The shares are saved",
    )


def _edit_rows(
    request: HttpRequest,
    pk: int,
    *,
    rows_of: Callable[..., BaseFormSet],
    verb: Callable[..., Deal],
    template: str,
    place: str,
    words: str,
) -> HttpResponse:
    """GET gives the rows to edit in place of the table; POST replaces them by one domain call."""
    deal = deal_at(request, pk)
    rows, refusal, may_ask = rows_of(deal, request.POST or None), "", False
    if request.method == "POST" and rows.is_valid():
        version = request.POST.get("version", "")
        expected = int(version) if version.isascii() and version.isdigit() else 0
        try:
            after = verb(deal, rows, expected_version=expected, by=request.user, at=timezone.now())
        except Conflict as error:
            return redrawn(request, deal_at(request, pk), status=409, conflict=error.message)
        except NotAllowed:
            raise
        except Refused as error:
            refusal, may_ask = error.message, isinstance(error, DiscountOverLimit)
        else:
            return answered(request, deal, after, words)
    return _in_place(request, deal, template, {"rows": rows, "refusal": refusal, "may_ask": may_ask}, place)


def _in_place(request: HttpRequest, deal: Deal, template: str, shown: dict[str, Any], place: str) -> HttpResponse:
    """A form in its place; when it comes back with errors it stays there, though it would have drawn the record."""
    context = {"deal": deal, "as": "?as=panel" if is_panel(request) else "", **shown}
    if request.method == "GET":
        return render(request, template, context)
    response = render(request, template, context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = place, "innerHTML"
    return response
