"""Refusals of the API's own conventions: parameters and cursors that are not known."""

from salesmgmt.common.problems import Conflict, NotAllowed, Refused


class UnknownParameter(Refused):
    """A query parameter is unknown."""

    code = "unknown_parameter"
    status = 400


class BadCursor(Refused):
    """The cursor is not valid."""

    code = "bad_cursor"
    status = 400


class InvalidParameter(Refused):
    """The input is not valid."""

    code = "invalid"
    status = 400


class KeyReused(Refused):
    """The Idempotency-Key was used for another request."""

    code = "idempotency_key_reused"


class StillAtWork(Conflict):
    """The same request is still at work."""

    code = "still_at_work"


class PreconditionFailed(Refused):
    """The row is at another version than If-Match says."""

    code = "precondition_failed"
    status = 412
    members: dict[str, int] = {}
    """What the problem says beside its sentence: `current_version`, where the row has one."""


class PreconditionRequired(Refused):
    """A change of money has to say which version it was made for."""

    code = "precondition_required"
    status = 428


class OutOfScope(NotAllowed):
    """The token does not open this."""

    code = "out_of_scope"
