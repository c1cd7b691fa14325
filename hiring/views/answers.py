"""For the candidate who has the link of an offer: what it says, and their answer."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hiring.choices import OfferState
from hiring.domain.answers import accept_offer, decline_offer, is_over, offer_of_link
from hiring.models import Offer, OfferLetter
from hiring.views.public import TOO_OFTEN, by_link
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company


def _too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, None, "", status=429, sentence=TOO_OFTEN)


@by_link(_too_often)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One page for the offer and for what became of it; opening it changes nothing, and `say` is yes or no."""
    offer = offer_of_link(token)
    if offer is None:
        return _page(request, None, token, status=404)
    if request.method == "GET":
        return _page(request, offer, token)
    say = request.POST.get("say")
    if say not in ("yes", "no"):
        return _page(request, offer, token, status=422, sentence="Choose whether you accept the offer or decline it.")
    try:
        if say == "no":
            decline_offer(token=token, reason=request.POST.get("reason", ""), at=timezone.now())
        else:
            accept_offer(token=token, at=timezone.now())
    except Refused as error:
        return _page(request, offer_of_link(token), token, status=409, sentence=error.message)
    return redirect("offer:answer", token)


@by_link(_too_often)
@require_GET
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """The letter of the version that the link is for."""
    offer = offer_of_link(token)
    found = (
        offer and OfferLetter.objects.select_related("stored").filter(offer=offer, number=offer.terms_number).first()
    )
    if not found:
        raise Http404
    return FileResponse(found.stored.content.open("rb"), filename="offer.pdf", content_type="application/pdf")


def _page(
    request: HttpRequest, offer: Offer | None, token: str, *, status: int = 200, sentence: str = ""
) -> HttpResponse:
    now = timezone.now()
    is_late = offer is not None and offer.state == OfferState.SENT and is_over(offer, at=now)
    context = {
        "offer": offer,
        "company": Company.objects.first(),
        "token": token,
        "has_letter": offer is not None and offer.letters.filter(number=offer.terms_number).exists(),
        "is_late": is_late,
        "can_answer": offer is not None and offer.state == OfferState.SENT and not is_late,
        "sentence": sentence,
    }
    return render(request, "hiring/offers/answer.html", context, status=status)
