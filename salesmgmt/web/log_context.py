"""What every log line of a request says besides its own words: which request, and who is signed in."""

import re
import uuid
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


class LogContextMiddleware:
    """Binds `request_id` (a proxy's, or a new one), `method`, `path` and `user_id`, and answers with the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(
            request_id=request_id, method=request.method, path=request.path, user_id=request.session.get(SESSION_KEY)
        )
        response = self.get_response(request)
        response[HEADER] = request_id
        return response
