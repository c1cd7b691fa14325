"""Writing down what happened; reading it (`consumption`) and long work (`jobs`, `running`) have their own modules."""

from salesmgmt.events.domain.erasure import erase_subject
from salesmgmt.events.domain.log import append, append_each

__all__ = ["append", "append_each", "erase_subject"]
