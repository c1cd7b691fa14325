"""A POST with an Idempotency-Key has one effect, however often and however concurrently it is sent."""

import hashlib
import json
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.domain.idempotency import Asked, Given, claim, keep
from salesmgmt.api.models import IdempotencyRecord
from salesmgmt.api.refusals import InvalidParameter

HEADER = "Idempotency-Key"
_KEPT_HEADERS = ("ETag", "Location")


class _Answered(Exception):
    """The request was answered before."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class Idempotent:
    """View mixin. The claim of the key, the act and the answer that is kept commit together; refusals keep nothing.

    Name actions whose POST stores nothing in `previews`. A view may leave secrets out of what is kept (`kept`), and
    says which row an answer shows by `answered_row`.
    """

    previews: tuple[str, ...] = ()
    answered_row: models.Model | None = None
    asked: Asked | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if HEADER not in request.headers or not self.takes_key(request.method or ""):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            if self.asked is not None and not response.headers.get("Idempotency-Replayed"):
                self._settle(self.asked, response)
        return response

    def takes_key(self, method: str) -> bool:
        actions = getattr(self, "action_map", None) or {}
        action = actions.get(method.lower(), getattr(self, "action", None))
        return method.upper() == "POST" and action not in self.previews

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get(HEADER)
        if key is None or not self.takes_key(request.method):
            return
        if not (0 < len(key) <= 255 and key.isascii() and key.isprintable()):
            raise InvalidParameter(f"{HEADER} is not a key: send 1 to 255 printable ASCII characters.", field=HEADER)
        self.asked = Asked(
            _principal(request), "POST", request.get_full_path()[:500], key, _digest(request), request.user
        )
        record = claim(asked=self.asked, at=timezone.now())
        if record is not None:
            raise _Answered(self._again(record, request))

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, _Answered):
            return exc.response
        return super().handle_exception(exc)  # type: ignore[misc]

    def kept(self, data: Any) -> Any:
        """What of an answer is kept."""
        return data

    def _settle(self, asked: Asked, response: Response) -> None:
        if not 200 <= response.status_code < 300:
            transaction.set_rollback(True)
            return
        body = "" if response.data is None else JSONRenderer().render(self.kept(response.data)).decode()
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        keep(asked=asked, given=Given(response.status_code, headers, body, self.answered_row))

    def _again(self, record: IdempotencyRecord, request: Request) -> Response:
        """The answer of then, to whom may still do this (which was asked before) and still sees the row it shows."""
        if record.body and record.subject_kind and not self._still_seen(record, request):
            raise Http404
        headers = {**record.headers, "Idempotency-Replayed": "true"}
        data = json.loads(record.body) if record.body else None
        return Response(data, status=record.status, headers=headers)

    def _still_seen(self, record: IdempotencyRecord, request: Request) -> bool:
        model = apps.get_model(record.subject_kind)
        manager: Any = model._default_manager
        own = model is getattr(self, "model", None)
        rows = self.get_queryset() if own else manager.visible_to(request.user)  # type: ignore[attr-defined]
        return bool(rows.filter(pk=record.subject_id).exists())


def _principal(request: Request) -> str:
    digest = getattr(request.auth, "digest", None)
    return f"token:{digest[:32]}" if digest else f"user:{request.user.pk}"


def _digest(request: Request) -> str:
    """A hash of what the body says, whatever its spaces and the order of its fields."""
    said = json.dumps(request.data, sort_keys=True, default=_hashed)
    return hashlib.sha256(said.encode()).hexdigest()


def _hashed(file: Any) -> str:
    """An uploaded file by its content."""
    sums = hashlib.sha256()
    for chunk in file.chunks():
        sums.update(chunk)
    file.seek(0)
    return sums.hexdigest()
