"""Processes that a killed parent left behind: known by what they are, not by a number that may be reused."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM

from salesmgmt.embedded.service import OWNER_VARIABLE

PROC = Path("/proc")
SERVERS = {"postgres", "valkey-server"}


def left_behind(var_dir: Path) -> Iterator[int]:
    """Children of an earlier owner of `var_dir`: our mark in the environment, or a server working in our folder.

    The second because servers write their title over their environment.
    """
    mark = f"{OWNER_VARIABLE}={var_dir}".encode()
    for entry in PROC.iterdir() if PROC.exists() else ():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):  # it ended meanwhile, or is another user's
                if _works_below(entry, var_dir) or mark in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)


def stop_left_behind(var_dir: Path, *, patience: float = 10.0) -> None:
    """Ask them to stop, wait, then kill what has not stopped."""
    deadline = time.monotonic() + patience
    asked: set[int] = set()
    while remaining := list(left_behind(var_dir)):
        late = time.monotonic() > deadline
        for pid in remaining if late else set(remaining) - asked:
            _send(pid, late=late)
        asked.update(remaining)
        time.sleep(0.05)


def kill_servers_in(data_dir: Path) -> None:
    """Kill what still works in the folder of a server that has died, such as a backend in a long query."""
    while remaining := [pid for pid in _server_pids() if _works_in(PROC / str(pid), [data_dir])]:
        for pid in remaining:
            _send(pid, late=True)
        time.sleep(0.02)


def can_look() -> bool:
    """Whether this system lets us look for them at all."""
    return (PROC / "self" / "cwd").exists()


def _send(pid: int, *, late: bool) -> None:
    with contextlib.suppress(OSError):
        # to PostgreSQL SIGTERM means: wait until every client has left
        polite = SIGINT if (PROC / str(pid) / "comm").read_text().strip() == "postgres" else SIGTERM
        os.kill(pid, SIGKILL if late else polite)


def _server_pids() -> Iterator[int]:
    for entry in PROC.iterdir() if PROC.exists() else ():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if (entry / "comm").read_text().strip() in SERVERS:
                    yield int(entry.name)


def _works_below(entry: Path, var_dir: Path) -> bool:
    if (entry / "comm").read_text().strip() not in SERVERS:
        return False
    return _works_in(entry, [var_dir / "postgres", var_dir / "valkey"])


def _works_in(entry: Path, folders: Sequence[Path]) -> bool:
    with contextlib.suppress(OSError):
        cwd = (entry / "cwd").stat()
        return any(folder.exists() and os.path.samestat(cwd, folder.stat()) for folder in folders)
    return False
