"""One long-running program of the product: how it is started, known to be ready, and asked to stop."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from signal import SIGTERM, Signals
from typing import BinaryIO

from salesmgmt.embedded.folders import Account, run_as
from salesmgmt.embedded.parents import end_with_parent

LOG_LIMIT = 5_000_000
OWNER_VARIABLE = "SALESMGMT_OWNED_BY"  # in the environment of every child: whose it is, when its parent was killed


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
    root can enter. The death signal is set after that, because a change of user clears it. Code between fork and exec
    is safe here only because the parent has one thread.
    """
    parent = os.getpid()
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
            preexec_fn=partial(end_with_parent, parent, service.orphan_signal),  # noqa: PLW1509
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
