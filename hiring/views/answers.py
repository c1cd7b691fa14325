"""For the candidate who has the link of an offer: what it says, and their answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hiring.choices import OfferState
from hiring.domain.answers import accept_offer, decline_offer, is_over, offer_of_link
from hiring.models import Offer
from hiring.views.public import by_link
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company


def _too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, None, status=429, sentence="This was opened very often; try again in an hour.")


@by_link(_too_often)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One page for the offer and for what became of it; opening it changes nothing."""
    offer = offer_of_link(token)
    if offer is None:
        return _page(request, None, status=404)
    if request.method == "GET":
        return _page(request, offer)
    try:
        if request.POST.get("say") == "no":
            decline_offer(token=token, reason=request.POST.get("reason", ""), at=timezone.now())
        else:
            accept_offer(token=token, at=timezone.now())
    except Refused as error:
        return _page(request, offer_of_link(token), status=409, sentence=error.message)
    return redirect("offer:answer", token)


def _page(request: HttpRequest, offer: Offer | None, *, status: int = 200, sentence: str = "") -> HttpResponse:
    now = timezone.now()
    is_late = offer is not None and offer.state == OfferState.SENT and is_over(offer, at=now)
    context = {
        "offer": offer,
        "company": Company.objects.first(),
        "is_late": is_late,
        "can_answer": offer is not None and offer.state == OfferState.SENT and not is_late,
        "sentence": sentence,
    }
    return render(request, "hiring/offers/answer.html", context, status=status)
