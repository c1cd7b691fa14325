"""Many operations in one request: each stands or falls alone, and each has its own answer."""

import io
import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.problems import document, kinds
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView

MOST = 100
PREFIX = "/api/v1/"
_CLOSED = ("bulk/", "auth/")
"""Addresses that are no operations: bulk itself, and tokens, which are not made in passing."""


class OperationBody(StrictBody):
    """One request to an address of this API."""

    method = serializers.ChoiceField(choices=["POST", "PUT", "PATCH", "DELETE"])
    path = serializers.RegexField(
        rf"^{PREFIX}[a-z0-9/._-]+/$",
        max_length=200,
        help_text="An address of this API, `/api/v1/pipeline/deals/7/win/`.",
    )
    body = serializers.DictField(required=False, help_text="What the address takes.")
    if_match = serializers.CharField(
        required=False, max_length=100, help_text="The row's ETag, as the If-Match header has it."
    )


class BulkBody(StrictBody):
    """What is to be done, in this order."""

    operations = OperationBody(many=True, min_length=1, max_length=MOST)


class OperationResult(serializers.Serializer[Any]):
    """What one operation was answered with."""

    status = serializers.IntegerField(help_text="The status that the address answers with.")
    etag = serializers.CharField(allow_null=True, help_text="The row's ETag after the operation.")
    body = serializers.JSONField(allow_null=True, help_text="The answer; a problem where the status is 4xx.")


class BulkResult(serializers.Serializer[Any]):
    """One result for each operation, in their order."""

    results = OperationResult(many=True)


class BulkView(ApiView):
    """Many operations in one request."""

    @extend_schema(operation_id="bulk", request=BulkBody, responses={207: BulkResult})
    def post(self, request: Request) -> Response:
        """Do up to 100 operations, one after the other.

        Each is done or refused alone, as if it had been sent to its address; what was done before a refusal stays.
        With an Idempotency-Key all of them are one request: sent again, none is done twice.
        """
        body = BulkBody(data=request.data)
        body.is_valid(raise_exception=True)
        results = [_result(request, operation) for operation in body.validated_data["operations"]]
        return Response({"results": results}, status=207)


def _result(request: Request, operation: dict[str, Any]) -> dict[str, Any]:
    path = operation["path"]
    try:
        if path.removeprefix(PREFIX).startswith(_CLOSED):
            raise Resolver404
        match = resolve(path)
    except Resolver404:
        detail = f"{path} is not an address that operations are sent to: take one from the OpenAPI document."
        return {"status": 404, "etag": None, "body": document(kinds()["not_found"], detail=detail, instance=path)}
    with transaction.atomic():
        response = match.func(_asked(request, operation), *match.args, **match.kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return {
        "status": response.status_code,
        "etag": response.headers.get("ETag"),
        "body": json.loads(response.render().content or "null"),
    }


def _asked(request: Request, operation: dict[str, Any]) -> HttpRequest:
    """The operation as a request of the same sender, who is signed in already."""
    text = json.dumps(operation.get("body", {})).encode()
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = operation["method"], operation["path"], operation["path"]
    asked.META = {
        name: value
        for name, value in request.META.items()
        if name.startswith(("SERVER_", "REMOTE_", "HTTP_X_", "wsgi."))
    }
    asked.META |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(text))}
    asked.META["HTTP_HOST"] = request.get_host()
    if "if_match" in operation:
        asked.META["HTTP_IF_MATCH"] = operation["if_match"]
    asked.GET = QueryDict()
    asked._stream, asked._read_started = io.BytesIO(text), False
    asked._force_auth_user, asked._force_auth_token = request.user, request.auth
    asked.user = request.user
    return asked
