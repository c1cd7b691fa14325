"""Problem documents (RFC 9457): what every refusal of the API looks like, and the catalogue of their types."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils.encoding import escape_uri_path

from salesmgmt.common.problems import Refused

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A type of problem: its page under /problems/ says what it means and what to do."""

    code: str
    status: int
    title: str
    way_out: str


@dataclass(frozen=True)
class Fault:
    """One input at fault; `pointer` leads to it in the request's JSON body and is None for a query parameter."""

    field: str
    detail: str
    code: str
    pointer: str | None


_BUILT_IN = (
    Kind("invalid", 400, "The input is not valid", "Correct each field under errors and send the request again."),
    Kind("not_readable", 400, "The body cannot be read", "Send one well-formed JSON document, encoded as UTF-8."),
    Kind("unknown_parameter", 400, "A query parameter is unknown", "Use only the parameters that the detail names."),
    Kind("bad_cursor", 400, "The cursor is not valid", "Follow the next address unchanged or start without cursor."),
    Kind("bad_request", 400, "The request is not valid", "Compare the request with the OpenAPI document."),
    Kind(
        "not_signed_in", 401, "Sign-in is needed", "Send a token in the Authorization header or sign in to the pages."
    ),
    Kind("bad_credentials", 401, "The credentials do not hold", "Make a new token or check address and password."),
    Kind("not_allowed", 403, "This is not allowed", "Ask somebody whose role allows it, or an admin for the role."),
    Kind("not_found", 404, "Nothing is here", "Check the address; what one may not see answers in the same way."),
    Kind("method_not_allowed", 405, "The method is not possible here", "Use a method of the Allow header."),
    Kind("not_acceptable", 406, "No such representation", "Accept application/json."),
    Kind("conflict", 409, "It was changed in between", "Fetch it again and repeat the change on what it is now."),
    Kind("unsupported_media_type", 415, "The body's type is not read here", "Send application/json."),
    Kind(
        "refused", 422, "A rule does not allow this", "The detail names the rule and the way out; nothing has changed."
    ),
    Kind("throttled", 429, "Too many requests", "Wait for the seconds in the Retry-After header."),
    Kind(
        "error",
        500,
        "Something broke on our side",
        "Try again; if it persists, tell an admin the time and the address.",
    ),
)


def kinds() -> dict[str, Kind]:
    """Every type of problem by its code: the built-in ones, then each class of refusal that the apps declare."""
    found = {kind.code: kind for kind in _BUILT_IN}
    for refusal in _refusals(Refused):
        found.setdefault(refusal.code, kind_of_refusal(refusal))
    return found


def kind_of_refusal(refusal: type[Refused]) -> Kind:
    """The type of problem that a class of refusal stands for; the first line of its docstring is the title."""
    for kind in _BUILT_IN:
        if kind.code == refusal.code:
            return kind
    title = (refusal.__doc__ or "A rule does not allow this").strip().splitlines()[0].rstrip(".")
    return Kind(refusal.code, refusal.status, title, "The detail names the rule and the way out; nothing has changed.")


def _refusals(above: type[Refused]) -> Iterator[type[Refused]]:
    for refusal in above.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def document(
    kind: Kind, *, detail: str, instance: str, code: str | None = None, faults: Sequence[Fault] = ()
) -> dict[str, Any]:
    """The members of a problem. `code` is finer than the type where a refusal carries its own."""
    members: dict[str, Any] = {
        "type": reverse("problem", args=[kind.code]),
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": escape_uri_path(instance),
        "code": code or kind.code,
    }
    if faults:
        members["errors"] = [asdict(fault) for fault in faults]
    return members
