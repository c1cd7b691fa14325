"""What figures refuse: names, parameters and groupings they do not have, and impossible times."""

from salesmgmt.common.problems import Refused


class UnknownFigure(Refused):
    """There is no such figure."""

    code = "unknown_figure"
    status = 404


class BadScope(Refused):
    """The figure cannot be asked like this."""

    code = "bad_scope"
    status = 400
