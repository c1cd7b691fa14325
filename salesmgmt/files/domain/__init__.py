"""Keeping bytes that people hand in, for as long as they are needed."""

from salesmgmt.files.domain.expiry import remove_expired, remove_orphans
from salesmgmt.files.domain.storing import store

__all__ = ["remove_expired", "remove_orphans", "store"]
