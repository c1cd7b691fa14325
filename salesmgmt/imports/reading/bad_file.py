"""What is said of a file that cannot be read."""

from salesmgmt.common.problems import Refused


class BadFile(Refused):
    """A file that cannot be read as what it is given for; nothing of it was taken."""

    code = "bad_file"
