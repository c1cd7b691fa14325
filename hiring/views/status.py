"""For the candidate who has the link of their page: where they stand, what comes next, and what they ask of us."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hiring.choices import RequestKind
from hiring.domain.candidate_requests import ask_by_link, withdraw_by_link
from hiring.domain.data_copies import ask_for_data_copy, fetch_data_copy
from hiring.domain.self_identification import token_of
from hiring.domain.status_links import candidate_of_link
from hiring.queries.data_copy import NOT_IN_IT
from hiring.queries.standing import standing_of_candidate
from hiring.views.public import TOO_OFTEN, by_link
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Company


def _too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, "", status=429, sentence=TOO_OFTEN)


@by_link(_too_often)
@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token)


@by_link(_too_often)
@require_POST
def withdraw(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    try:
        withdraw_by_link(token=token, candidacy_id=pk, reason=request.POST.get("reason", ""), at=timezone.now())
    except Refused as error:
        return _page(request, token, status=409, sentence=error.message)
    return redirect("status:page", token)


@by_link(_too_often)
@require_POST
def ask(request: HttpRequest, token: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in RequestKind.values:
        return _page(request, token, status=422, sentence="Choose what you ask for.")
    try:
        ask_by_link(token=token, kind=RequestKind(kind), at=timezone.now())
    except Refused as error:
        return _page(request, token, status=409, sentence=error.message)
    return redirect("status:page", token)


@by_link(_too_often)
@require_POST
def ask_copy(request: HttpRequest, token: str) -> HttpResponse:
    """A job makes it; the page says when it is there."""
    try:
        ask_for_data_copy(token=token, at=timezone.now())
    except Refused as error:
        return _page(request, token, status=409, sentence=error.message)
    return redirect("status:page", token)


@by_link(_too_often)
@require_GET
def copy(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """What we keep of them, as a file."""
    try:
        stored = fetch_data_copy(token=token, copy_id=pk, at=timezone.now())
    except Refused as error:
        return _page(request, token, status=404, sentence=error.message)
    return FileResponse(stored.content.open(), as_attachment=True, filename=stored.name, content_type=stored.media_type)


def _page(request: HttpRequest, token: str, *, status: int = 200, sentence: str = "") -> HttpResponse:
    now = timezone.now()
    candidate = candidate_of_link(token, at=now)
    context = {
        "candidate": candidate,
        "token": token,
        "company": Company.objects.first(),
        "standing": standing_of_candidate(candidate, now=now) if candidate else None,
        "copy": candidate.data_copies.filter(expires_at__gt=now).first() if candidate else None,
        "not_in_it": NOT_IN_IT,
        "sentence": sentence,
        "about_you": token_of(candidate) if candidate else "",
    }
    is_dead = candidate is None and status == 200
    return render(request, "hiring/status/page.html", context, status=404 if is_dead else status)
