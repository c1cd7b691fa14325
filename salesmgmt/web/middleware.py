"""What holds for every page and fragment: the reader's zone, refusals as sentences, lost sessions."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from salesmgmt.common.problems import Refused
from salesmgmt.web.context import company_of
from salesmgmt.web.toasts import toast_with

AROUND_A_FILE = 1024 * 1024
Answer = Callable[[HttpRequest], HttpResponse]


class BodyLimitMiddleware:
    """Refuses a body by what its Content-Length says, before anything of it is read: not even its form's token.

    One file of `settings.LARGEST_UPLOAD` fits, with what a form puts around it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) > settings.LARGEST_UPLOAD + AROUND_A_FILE:
            limit = settings.LARGEST_UPLOAD // 1024**2
            sentence = (
                f"What was handed in has {int(said) // 1024**2} MB, and up to {limit} MB are taken at once; "
                "cut the file into several and hand in one after the other. Nothing of it was read."
            )
            if request.path.startswith("/api/"):
                problem = {"type": "/problems/too_large/", "title": "It is too large", "status": 413}
                return JsonResponse(
                    {**problem, "detail": sentence, "code": "too_large"},
                    status=413,
                    content_type="application/problem+json",
                )
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class PolicyMiddleware:
    """Answers with the Content-Security-Policy, which is the same for every page and so is put together once.

    Django's own pages of errors, which show only while somebody develops, have styles inside them and go without.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, self.policy)
        return response


class ZoneMiddleware:
    """Pages show times in the person's zone, which is the company's unless they chose one. The API stays in UTC."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone_of(request)):
            return self.get_response(request)


class RefusalMiddleware:
    """Turns a `Refused` that a view let through into its sentence: a toast for a fragment, a page otherwise.

    Views with a form catch it themselves and show the sentence at the field. The API has its own handler.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.htmx and _leads_to_sign_in(response):
            return _whole_page_to_sign_in(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.htmx:
            return toast_with(
                HttpResponse(status=exception.status, headers={"HX-Reswap": "none"}), exception.message, bad=True
            )
        context = {"refusal": exception, "back": came_from(request)}
        return render(request, "web/refused.html", context, status=exception.status)


def _zone_of(request: HttpRequest) -> ZoneInfo | None:
    if request.path.startswith("/api/") or not request.user.is_authenticated:
        return None
    company = company_of(request)
    name = request.user.zone or (company.zone if company else "")
    return ZoneInfo(name) if name else None


def came_from(request: HttpRequest) -> str:
    """The page of ours that the person was on, or the start page."""
    address = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    return address if url_has_allowed_host_and_scheme(address, hosts, request.is_secure()) else "/"


def _leads_to_sign_in(response: HttpResponse) -> bool:
    if not isinstance(response, HttpResponseRedirect):
        return False
    return urlsplit(response.url).path == resolve_url(settings.LOGIN_URL)


def _whole_page_to_sign_in(request: HttpRequest) -> HttpResponse:
    """A fragment for somebody signed out becomes a visit to the sign-in page, not a sign-in form inside a table."""
    back = urlencode({"next": request.htmx.current_url_abs_path or "/"})
    return HttpResponse(status=204, headers={"HX-Redirect": f"{resolve_url(settings.LOGIN_URL)}?{back}"})
