"""The OpenAPI document: summaries from docstrings, and the problems that every operation can answer with."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc

from salesmgmt.api.problems import MEDIA_TYPE

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
_MEANINGS = {
    "400": "Input or parameters are not valid.",
    "401": "Not signed in, or the token does not hold.",
    "403": "The person may not do this.",
    "404": "Nothing that the person may see is here.",
    "409": "Somebody else changed the thing in between.",
    "415": "The body is not JSON.",
    "422": "A rule does not allow this; nothing has changed.",
    "429": "Too many attempts; see Retry-After.",
}
_METHODS = ("get", "post", "put", "patch", "delete")


class SentenceSchema(AutoSchema):
    """Takes the first line of a view's docstring as the operation's summary and leaves the rest as description."""

    def get_summary(self) -> str | None:
        return self._words().partition("\n")[0].rstrip(".") or None

    def get_description(self) -> str:
        return self._words().partition("\n")[2].strip()

    def _words(self) -> str:
        handler = getattr(self.view, getattr(self.view, "action", None) or self.method.lower(), None)
        own = handler is not None and not handler.__module__.startswith("rest_framework")
        words = (get_doc(handler) if own else "") or get_doc(type(self.view))
        return words.strip()

    def get_filter_backends(self) -> list[Any]:
        return super().get_filter_backends() if self._takes_list_parameters() else []

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return super()._get_pagination_parameters() if self._takes_list_parameters() else []

    def _takes_list_parameters(self) -> bool:
        """Only the list itself is filtered and paged (see StrictParameters), not what an action answers with."""
        return getattr(self.view, "action", None) == "list"

    def get_tags(self) -> list[str]:
        parts = [part for part in self.path.split("/") if part and not part.startswith("{")]
        return [parts[2] if len(parts) > 2 else "root"]


class PasswordScheme(OpenApiAuthenticationExtension):
    """E-mail and password over HTTP Basic."""

    target_class = "salesmgmt.api.sign_in.PasswordAuthentication"
    name = "password"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "basic", "description": "E-mail address and password, to make a token with."}


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: documents the 4xx answers of every operation."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update(Problem=_PROBLEM, ProblemFault=_FAULT)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Problem{status}": {"description": meaning, "content": content} for status, meaning in _MEANINGS.items()
    }
    for path, item in result["paths"].items():
        for method in _METHODS:
            if method in item:
                responses = item[method]["responses"]
                for status in _statuses(method, path, item[method]):
                    responses.setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    return result


def _statuses(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    statuses = ["400", "401", "403"]
    if "{" in path:
        statuses.append("404")
    if method != "get":
        statuses += ["409", "422"]
    if "requestBody" in operation:
        statuses.append("415")
    return [*statuses, "429"]
