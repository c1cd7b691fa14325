"""Postprocessing of the document: the problems that every operation can answer with, and the headers of its answers."""

from collections.abc import Iterator
from typing import Any

from salesmgmt.api.problems import MEDIA_TYPE, document, kinds

METHODS = ("get", "post", "put", "patch", "delete")
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal or an error (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "The page that explains this type."},
        "title": {"type": "string", "description": "The type in words; the same for each occurrence."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence: the thing, the rule, the way out."},
        "instance": {"type": "string", "format": "uri-reference"},
        "code": {"type": "string", "description": "Stable, for programs."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemFault"}},
        "current_version": {"type": "integer", "description": "With 412: the version that the row is at."},
    },
}
_FAULT: dict[str, Any] = {
    "type": "object",
    "required": ["field", "detail", "code", "pointer"],
    "properties": {
        "field": {"type": "string", "description": "The field or query parameter; empty when it is the whole."},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "pointer": {"type": ["string", "null"], "description": "JSON pointer into the request's body."},
    },
}
# Status, what it means, the type that exemplifies it and a sentence of it
_MEANINGS = {
    "400": (
        "Input or parameters are not valid.",
        "unknown_parameter",
        "There is no parameter colour here: it takes none.",
    ),
    "401": (
        "Not signed in, or the token does not hold.",
        "bad_credentials",
        "The Authorization header does not hold: the token is unknown, expired or revoked, so make a new one.",
    ),
    "403": (
        "The person or the token may not do this.",
        "out_of_scope",
        "The token Export only reads: make one that writes.",
    ),
    "404": (
        "Nothing that the person may see is here.",
        "not_found",
        "Nothing that you may see is at this address: check it or ask for access.",
    ),
    "406": ("Only JSON is answered.", "not_acceptable", "This API answers in JSON only: accept application/json."),
    "409": (
        "Somebody else changed the thing in between, or the same request is still at work.",
        "conflict",
        "Somebody changed the deal meanwhile: fetch it again.",
    ),
    "412": (
        "The row is no longer at the version that If-Match names.",
        "precondition_failed",
        "Somebody changed the deal, which is now at version 4: fetch it again and repeat the change on that.",
    ),
    "415": ("The body is not JSON.", "unsupported_media_type", "A body of type text/csv is not read here: send JSON."),
    "422": (
        "A rule does not allow this; nothing has changed. Also an Idempotency-Key that was sent with another body.",
        "refused",
        "An open deal needs a next step and its day: say what comes next.",
    ),
    "428": (
        "Money is changed, and neither If-Match nor `version` says which version that is made for.",
        "precondition_required",
        "Money is changed here: send If-Match with the ETag that the row had when you read it.",
    ),
    "429": (
        "Too many requests; see Retry-After.",
        "throttled",
        "Too many requests were sent: wait 20 seconds and go on.",
    ),
}
_HEADERS: dict[str, Any] = {
    "RateLimit": {"schema": {"type": "string"}, "description": 'What is left: `"token";r=1187;t=42`, t in seconds.'},
    "RateLimit-Policy": {"schema": {"type": "string"}, "description": 'What one may ask: `"token";q=1200;w=60`.'},
    "Retry-After": {"schema": {"type": "string"}, "description": "Seconds to wait."},
    "ETag": {"schema": {"type": "string"}, "description": 'The version of the row, `"3"`: send it as If-Match.'},
    "Idempotency-Replayed": {"schema": {"type": "string"}, "description": "`true` when this was answered before."},
}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def tell_what_may_be_empty(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """What the generator does not know: an address or link that is shown may be unknown, and then is empty; anything
    at all includes null."""
    for schema in result.get("components", {}).get("schemas", {}).values():
        for name, inner in schema.get("properties", {}).items():
            if inner.get("readOnly") and inner.get("format") in ("email", "uri"):
                kept = {key: value for key, value in inner.items() if key not in ("format", "type", "maxLength")}
                known = {"type": "string", "format": inner["format"]}
                schema["properties"][name] = {**kept, "anyOf": [known, {"type": "string", "maxLength": 0}]}
            elif {} in inner.get("oneOf", ()):
                schema["properties"][name] = {key: value for key, value in inner.items() if key != "oneOf"}
    return result


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Documents the 4xx answers of every operation, and the headers of the others."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update(Problem=_PROBLEM, ProblemFault=_FAULT)
    components["headers"] = _HEADERS
    components["responses"] = {f"Problem{status}": _response(status) for status in _MEANINGS}
    for method, path, operation in operations(result):
        responses = operation["responses"]
        for status in _statuses(method, path, operation):
            responses.setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
        _add_headers(operation)
    return result


def _response(status: str) -> dict[str, Any]:
    meaning, code, sentence = _MEANINGS[status]
    example = document(kinds()[code], detail=sentence, instance="/api/v1/pipeline/deals/7/")
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    headers = _referred("RateLimit", "RateLimit-Policy", *(["Retry-After"] if status in ("409", "429") else []))
    return {"description": meaning, "content": content, "headers": headers}


def _add_headers(operation: dict[str, Any]) -> None:
    taken = {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}
    names = ["RateLimit", "RateLimit-Policy"]
    names += ["ETag"] if taken & {"If-Match", "If-None-Match"} else []
    names += ["Idempotency-Replayed"] if "Idempotency-Key" in taken else []
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response["headers"] = _referred(*names)


def _referred(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _statuses(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    statuses = ["400", "401", "403", "406", "429"]
    if "{" in path:
        statuses.append("404")
    if method != "get":
        statuses += ["409", "422"]
    if any(each["name"] == "If-Match" for each in operation.get("parameters", [])):
        statuses.append("412")
    if "requestBody" in operation or method in ("post", "put", "patch"):
        statuses.append("415")
    return sorted(statuses)
