"""For the candidate who was asked about themselves: the answers, and taking them back. It never shows what was said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain import self_identification
from hiring.forms.about_you import AboutYouForm
from hiring.views.public import by_link
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company


def _too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, "", status=429, sentence="This was opened very often; try again in an hour.")


@by_link(_too_often)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "GET":
        return _page(request, token)
    form = AboutYouForm(request.POST)
    if not form.is_valid():
        return _page(request, token, status=422, form=form)
    try:
        self_identification.identify(token=token, said=form.cleaned_data, at=timezone.now())
    except Refused as error:
        return _page(request, token, status=409, form=form, sentence=error.message)
    return _done(token, "kept")


@by_link(_too_often)
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    try:
        self_identification.take_back(token=token, at=timezone.now())
    except Refused as error:
        return _page(request, token, status=409, sentence=error.message)
    return _done(token, "gone")


def _done(token: str, what: str) -> HttpResponse:
    return redirect(f"{reverse('about-you:page', args=[token])}?done={what}")


def _page(
    request: HttpRequest, token: str, *, status: int = 200, form: AboutYouForm | None = None, sentence: str = ""
) -> HttpResponse:
    candidate = self_identification.candidate_of(token)
    context: dict[str, Any] = {
        "candidate": candidate,
        "token": token,
        "company": Company.objects.first(),
        "form": form or AboutYouForm(),
        "sentence": sentence,
        "done": request.GET.get("done", "") if status == 200 else "",
    }
    is_dead = candidate is None and status != 429
    return render(request, "hiring/about_you/page.html", context, status=404 if is_dead else status)
