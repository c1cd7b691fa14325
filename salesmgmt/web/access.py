"""Who may open a page: what one may not see is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from salesmgmt.people.models import Company
from salesmgmt.web.context import company_of

View = Callable[..., HttpResponse]


def needing(permission: str) -> Callable[[View], View]:
    """404 for people without a permission such as `pipeline.read`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def company_at(request: HttpRequest) -> Company:
    """The company, which is there wherever somebody has a role."""
    company = company_of(request)
    if company is None:
        raise Http404
    return company
