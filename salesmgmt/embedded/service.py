"""One long-running program of the product: how it is started, known to be ready, and asked to stop."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM, Signals
from typing import BinaryIO

from salesmgmt.embedded.folders import Account, run_as

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 5_000_000
OWNER_VARIABLE = "SALESMGMT_OWNED_BY"  # in the environment of every child: whose it is, when its parent was killed
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Service:
    """`prepare` runs before every start; `orphan_signal` is what the kernel sends when the parent is killed."""

    name: str
    command: Sequence[str]
    folder: Path
    var_dir: Path
    is_ready: Callable[[], bool]
    prepare: Callable[[], None] = lambda: None
    when_ready: Callable[[], None] = lambda: None
    account: Account | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: Signals = SIGTERM
    orphan_signal: Signals = SIGTERM
    patience: float = 10.0

    @property
    def log(self) -> Path:
        return self.var_dir / "log" / f"{self.name}.log"


def spawn(service: Service) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, so that the terminal's Ctrl-C reaches only the parent, which stops in order.

    Python enters the folder before it gives up root: so an unprivileged server works in a folder whose parents only
    root can enter. The death signal is set after that, because a change of user clears it.
    """
    parent = os.getpid()

    def die_with_parent() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(service.orphan_signal))
        if os.getppid() != parent:
            os._exit(1)

    with _open_log(service.log) as log:
        return subprocess.Popen(
            service.command,
            cwd=service.folder,
            env={**os.environ, **service.environment, OWNER_VARIABLE: str(service.var_dir)},
            **run_as(service.account),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 (this process starts children from its only thread)
        )


def last_lines(log: Path, count: int = 5) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def _open_log(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")
