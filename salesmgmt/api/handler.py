"""Turns every exception of an API view into a problem document; unexpected ones go on to Django's handler500."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.problems import MEDIA_TYPE, Fault, Kind, document, kind_of_refusal, kinds
from salesmgmt.common.problems import Refused

_NON_FIELD = "non_field_errors"
_CODES: tuple[tuple[type[exceptions.APIException], str], ...] = (
    (exceptions.ValidationError, "invalid"),
    (exceptions.ParseError, "not_readable"),
    (exceptions.NotAuthenticated, "not_signed_in"),
    (exceptions.AuthenticationFailed, "bad_credentials"),
    (exceptions.PermissionDenied, "not_allowed"),
    (exceptions.NotFound, "not_found"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.Throttled, "throttled"),
)
# What DRF and knox say, by how it begins, and what we say instead
_SENTENCES: tuple[tuple[type[exceptions.APIException], str, str], ...] = (
    (
        exceptions.NotAuthenticated,
        "",
        "{path} is for people who are signed in: sign in, or send a token in the Authorization header.",
    ),
    (
        exceptions.AuthenticationFailed,
        "Invalid ",
        "The Authorization header does not hold: the token is unknown, expired or revoked, so make a new one.",
    ),
    (
        exceptions.PermissionDenied,
        "CSRF Failed",
        "A change by session needs the CSRF token: send the cookie's value as X-CSRFToken, or use an API token.",
    ),
    (
        exceptions.PermissionDenied,
        "You do not have",
        "{path} is not for your roles: ask an admin for the role that it needs.",
    ),
    (exceptions.ParseError, "", "The body is not well-formed JSON in UTF-8: correct it and send it again."),
    (exceptions.NotFound, "", "Nothing that you may see is at {path}: check the address or ask for access."),
    (exceptions.NotAcceptable, "", "This API answers in JSON only: accept application/json."),
    (exceptions.UnsupportedMediaType, "", "A body of type {content_type} is not read here: send application/json."),
)

# What DRF says of a field that is not there, and how ours goes on behind the field's name
_MISSING: dict[str, str] = {
    str(serializers.Field.default_error_messages["required"]): "is missing: send it.",
    str(serializers.Field.default_error_messages["null"]): "is null: send a value.",
    str(serializers.CharField.default_error_messages["blank"]): "is blank: write something.",
}
# What it says without the way out, above all of a row that is named and is not there, and what we say instead
_UNKNOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Invalid pk .* - object does not exist\."), "There is no such row: take a number from its list."),
    (re.compile(r"Object with code=(.*) does not exist\."), r"There is none with the code \1: take one from its list."),
    (re.compile(r"Incorrect type\. Expected pk value, received .*"), "This is the number of a row: send an integer."),
    (re.compile(r'"(.*)" is not a valid choice\.'), r"“\1” is not a choice here: take one that /api/docs/ lists."),
    (
        re.compile(r"Select a valid choice\. (.*) is not one of the available choices\."),
        r"“\1” is not a choice here: take one that /api/docs/ lists.",
    ),
    (re.compile(r"Invalid data\. Expected a dictionary, but got .*"), "An object is read here: send one in braces."),
    (re.compile(r"Time has wrong format\..*"), "This is a time of day, such as 14:30: send hours and minutes."),
)


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER."""
    request: Request = context["request"]
    if isinstance(exc, Refused):
        answer = _answer(request, kind_of_refusal(type(exc)), exc.message, code=exc.code, faults=_refused(exc, request))
        answer.data.update(getattr(exc, "members", {}))
        return answer
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied(*exc.args)
    if not isinstance(exc, exceptions.APIException):
        return None
    faults = list(_faults(exc.detail, request)) if isinstance(exc, exceptions.ValidationError) else []
    answer = _answer(request, _kind(exc), _sentence(exc, faults, context), faults=faults)
    if getattr(exc, "auth_header", None):
        answer["WWW-Authenticate"] = exc.auth_header
    if isinstance(exc, exceptions.Throttled) and exc.wait is not None:
        answer["Retry-After"] = str(exc.wait)
    return answer


def _answer(request: Request, kind: Kind, detail: str, *, code: str | None = None, faults: list[Fault]) -> Response:
    body = document(kind, detail=detail, instance=request.path, code=code, faults=faults)
    return Response(body, status=kind.status, content_type=MEDIA_TYPE)


def _kind(exc: exceptions.APIException) -> Kind:
    known = kinds()
    for exception, code in _CODES:
        if isinstance(exc, exception):
            return known[code]
    return next((kind for kind in known.values() if kind.status == exc.status_code), known["error"])


def _sentence(exc: exceptions.APIException, faults: list[Fault], context: dict[str, Any]) -> str:
    """One sentence: the thing, the rule, the way out."""
    request = context["request"]
    if isinstance(exc, exceptions.ValidationError):
        return _of_faults(faults)
    if isinstance(exc, exceptions.MethodNotAllowed):
        allowed = ", ".join(context["view"].allowed_methods)
        return f"{request.method} is not possible at {request.path}: use {allowed}."
    if isinstance(exc, exceptions.Throttled):
        return f"Too many requests were sent: wait {exc.wait or 60} seconds and go on."
    said = str(exc.detail)
    for exception, default, sentence in _SENTENCES:
        if isinstance(exc, exception) and said.startswith(default):
            return sentence.format(path=request.path, content_type=request.content_type)
    return said


def _of_faults(faults: list[Fault]) -> str:
    named = [fault for fault in faults if fault.field]
    if len(faults) == 1:
        named_in_it = not named or named[0].detail.startswith(f"“{named[0].field}”")
        return faults[0].detail if named_in_it else f"{named[0].field}: {named[0].detail}"
    names = ", ".join(dict.fromkeys(fault.field for fault in named)) or "the input"
    return f"{len(faults)} things need correcting in {names}: each is explained under errors."


def _refused(exc: Refused, request: Request) -> list[Fault]:
    return [Fault(exc.field, exc.message, exc.code, _pointer([exc.field], request))] if exc.field else []


def _faults(detail: Any, request: Request, path: tuple[str, ...] = ()) -> Iterator[Fault]:
    """DRF's nested error detail as a flat list."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _faults(inner, request, path if key == _NON_FIELD else (*path, str(key)))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _faults(inner, request, (*path, str(index)) if nested else path)
    else:
        field, said = ".".join(path), str(detail)
        yield Fault(field, _of_field(field, said), getattr(detail, "code", None) or "invalid", _pointer(path, request))


def _of_field(field: str, said: str) -> str:
    if said in _MISSING:
        return f"“{field}” {_MISSING[said]}"
    for pattern, ours in _UNKNOWN:
        if found := pattern.fullmatch(said):
            return found.expand(ours)
    return said


def _pointer(path: tuple[str, ...] | list[str], request: Request) -> str | None:
    """A JSON pointer (RFC 6901) into the request's body; a request without body has only query parameters."""
    if request.method in ("GET", "HEAD", "OPTIONS", "DELETE"):
        return None
    return "#" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
