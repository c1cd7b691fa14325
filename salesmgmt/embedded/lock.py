"""A lock that ends with the process holding it, however that ends, and says who holds it."""

import fcntl
import os
from pathlib import Path


class FileLock:
    """`flock` on a file; the file's text is the holder's note and means nothing while nobody holds the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        """Whether the lock is ours now. Taking a shared one again alone turns it into an exclusive one."""
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._handle, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def write_note(self, text: str) -> None:
        if self._handle is None:
            raise RuntimeError("The note belongs to the holder of the lock: take it first.")
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)

    def note(self) -> str:
        try:
            return self.path.read_text()
        except FileNotFoundError:
            return ""

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
