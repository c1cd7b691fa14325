"""How the product says no: one sentence with the thing, the rule and the way out, on a page as over the API."""


class Refused(Exception):
    """An act that the rules do not allow; nothing has changed.

    `code` is stable and for programs, `message` is for people and names the thing, the rule and the way out,
    `field` names the input at fault where there is one. `status` is the HTTP status of the answer.
    """

    code = "refused"
    status = 422

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field


class Conflict(Refused):
    """Somebody else changed the thing in between."""

    code = "conflict"
    status = 409


class NotAllowed(Refused):
    """The person may see the thing but not do this to it."""

    code = "not_allowed"
    status = 403
