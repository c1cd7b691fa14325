"""One operation of the OpenAPI document: its words from docstrings, its headers and parameters from the view."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from rest_framework.permissions import SAFE_METHODS

from salesmgmt.api.conditions import Conditional
from salesmgmt.api.idempotent import HEADER, Idempotent
from salesmgmt.api.shaping import Shaped, expansions

_KEY = {
    "name": HEADER,
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "A name of your own for this request, such as a UUID. Sent again with the same key and body within "
    "a day, it is answered as before and nothing is done twice.",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": r'^(\*|"[0-9]+")$'},
    "description": "The ETag that the row had when you read it: 412 when it has been changed since.",
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": r'^(\*|"[0-9]+")$'},
    "description": "An ETag that you know: 304 without a body while the row is still at it.",
}
NOT_MODIFIED = {"description": "The row is still at the version that If-None-Match names."}


class SentenceSchema(AutoSchema):
    """Takes the first line of a view's docstring as the operation's summary and leaves the rest as description."""

    def get_summary(self) -> str | None:
        return self._words().partition("\n")[0].rstrip(".") or None

    def get_description(self) -> str:
        return self._words().partition("\n")[2].strip()

    def _words(self) -> str:
        handler = getattr(self.view, self._action(), None)
        own = handler is not None and not handler.__module__.startswith("rest_framework")
        words = (get_doc(handler) if own else "") or get_doc(type(self.view))
        return words.strip()

    def _action(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()

    def get_filter_backends(self) -> list[Any]:
        return super().get_filter_backends() if self._takes_list_parameters() else []

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return super()._get_pagination_parameters() if self._takes_list_parameters() else []

    def _takes_list_parameters(self) -> bool:
        """Only the list itself is filtered and paged (see StrictParameters), not what an action answers with."""
        return getattr(self.view, "action", None) == "list"

    def get_tags(self) -> list[str]:
        """The app, or for the kernel's addresses what they are about."""
        parts = [part for part in self.path.split("/") if part and not part.startswith("{")]
        return [parts[2] if len(parts) > 2 else "root"]

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        operation.setdefault("parameters", []).extend([*self._headers(), *self._shape()])
        if self._revalidates():
            operation["responses"]["304"] = NOT_MODIFIED
        if self._is_matched() and self._action() in self.view.at_stake:
            operation["responses"]["428"] = {"$ref": "#/components/responses/Problem428"}
        return operation

    def _headers(self) -> list[dict[str, Any]]:
        view = self.view
        found = []
        if isinstance(view, Idempotent) and view.takes_key(self.method):
            found.append(_KEY)
        if self._is_matched():
            found.append(_IF_MATCH)
        if self._revalidates():
            found.append(_IF_NONE_MATCH)
        return found

    def _is_matched(self) -> bool:
        view = self.view
        if self.method in SAFE_METHODS or not isinstance(view, Conditional):
            return False
        return self._action() in view.at_stake or bool(view.detail and view.is_versioned())

    def _revalidates(self) -> bool:
        view = self.view
        return self._action() == "retrieve" and getattr(view, "revalidates", False) and view.is_versioned()

    def _shape(self) -> list[dict[str, Any]]:
        view = self.view
        if not isinstance(view, Shaped) or not view.is_shaped():
            return []
        found = [_names("fields", view.fields_to_pick(), "The fields to answer with, by comma; all if not sent.")]
        if related := tuple(expansions(type(view))):
            found.append(_names("expand", related, "Related rows to put in place of their numbers, by comma."))
        return found


def _names(parameter: str, names: tuple[str, ...], description: str) -> dict[str, Any]:
    return {
        "name": parameter,
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string", "enum": list(names)}, "minItems": 1},
        "style": "form",
        "explode": False,
        "description": description,
    }
