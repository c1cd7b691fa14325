"""For somebody on the bench who has the link of a consent: whether we may keep in touch."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hiring.domain.consents import refuse_consent, renew_consent, request_of_link, why_not_answerable
from hiring.models import ConsentRequest
from hiring.views.public import TOO_OFTEN, by_link
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company


def _too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, None, status=429, sentence=TOO_OFTEN)


@by_link(_too_often)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing; `say` is yes or no."""
    asked = request_of_link(token)
    if asked is None:
        return _page(request, None, status=404)
    if request.method == "GET":
        return _page(request, asked)
    say = request.POST.get("say")
    if say not in ("yes", "no"):
        return _page(request, asked, status=422, sentence="Choose yes or no.")
    verb = renew_consent if say == "yes" else refuse_consent
    try:
        verb(token=token, at=timezone.now())
    except Refused as error:
        return _page(request, request_of_link(token), status=409, sentence=error.message)
    return redirect("consent:page", token)


def _page(request: HttpRequest, asked: ConsentRequest | None, *, status: int = 200, sentence: str = "") -> HttpResponse:
    why_not = why_not_answerable(asked, at=timezone.now()) if asked else ""
    context = {
        "asked": asked,
        "company": Company.objects.first(),
        "can_answer": asked is not None and not why_not,
        "why_not": why_not,
        "sentence": sentence,
    }
    return render(request, "hiring/consent/page.html", context, status=status)
