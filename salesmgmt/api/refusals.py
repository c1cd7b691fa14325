"""Refusals of the API's own conventions: parameters and cursors that are not known."""

from salesmgmt.common.problems import Refused


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
