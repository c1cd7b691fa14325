"""Whether a row is still what somebody had before them when they decided to change it."""

from typing import Any

from salesmgmt.common.problems import Conflict


def expect_version(row: Any, expected: int | None, *, name: str = "version") -> None:
    """Raises Conflict when the locked row has been changed since it was at `expected`; None expects nothing."""
    if expected is not None and getattr(row, name) != expected:
        raise Conflict(f"Somebody changed {row} in between: look at what it is now and repeat the change on that.")
