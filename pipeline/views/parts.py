"""Facts, lines and shares of a deal, edited where they stand."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pipeline.domain.discounts import DiscountOverLimit, ask_discount
from pipeline.domain.lines import set_lines
from pipeline.domain.splits import split_deal
from pipeline.forms.parts import lines_of, shares_of
from pipeline.models import Deal
from pipeline.views.access import deal_at
from pipeline.views.acting import in_place
from pipeline.views.record import DEAL, answered
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import undo_url_of


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    return DEAL.edit_fact(request, pk, fact)


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
    """GET gives the rows to edit in place of the table; POST replaces them by one domain call. Where somebody changed
    the deal meanwhile, what was typed stands there still."""
    deal = deal_at(request, pk)
    rows, refusal, may_ask, status = rows_of(deal, request.POST or None), "", False, 422
    if request.method == "POST" and rows.is_valid():
        version = request.POST.get("version", "")
        expected = int(version) if version.isascii() and version.isdigit() else 0
        now = timezone.now()
        try:
            after = verb(deal, rows, expected_version=expected, by=request.user, at=now)
        except Conflict as error:
            deal, status = deal_at(request, pk), 409
            refusal = (
                f"{error.message} What you wrote still stands here: saved now, it takes the place of what is there."
            )
        except NotAllowed:
            raise
        except Refused as error:
            refusal, may_ask = error.message, isinstance(error, DiscountOverLimit) and error.may_be_asked_for
        else:
            undo_url = undo_url_of(after, by=request.user, at=now)
            return answered(request, deal, after, words, undo_url=undo_url)
    shown = {"deal": deal, "rows": rows, "refusal": refusal, "may_ask": may_ask}
    return in_place(request, template, shown, place, status=status)
