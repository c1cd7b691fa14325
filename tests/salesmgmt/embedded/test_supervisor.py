"""The parent of the processes, with small programs in the servers' place."""

import sys
import time
from pathlib import Path

import pytest

from salesmgmt.common.problems import Refused
from salesmgmt.embedded.service import Service
from salesmgmt.embedded.supervisor import Supervisor

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("ready", flush=True)
time.sleep(60)
"""


def program(tmp_path: Path, name: str, code: str, *, patience: float = 10.0) -> Service:
    log = tmp_path / "log" / f"{name}.log"
    return Service(
        name=name,
        command=[sys.executable, "-c", code],
        folder=tmp_path,
        var_dir=tmp_path,
        is_ready=lambda: log.exists() and "ready" in log.read_text(),
        patience=patience,
    )


def test_program_that_ends_while_starting_is_refused_with_its_last_words(tmp_path: Path):
    supervisor = Supervisor(print)
    with pytest.raises(Refused, match=r"(?s)broken did not start.*broken\.log.*no such disk"):
        supervisor.start(program(tmp_path, "broken", "import sys; sys.exit('no such disk')"))
    supervisor.stop()


def test_each_failure_in_a_row_doubles_the_pause(tmp_path: Path):
    said: list[str] = []
    supervisor = Supervisor(said.append)
    supervisor.start(program(tmp_path, "loop", "import time; print('ready', flush=True); time.sleep(0.3)"))
    deadline = time.monotonic() + 30
    while len(said) < 4 and time.monotonic() < deadline:
        supervisor.watch_once()
        time.sleep(0.02)
    supervisor.stop()
    assert [line.partition("; ")[2] for line in said] == [
        "starting it again in 0 s (loop.log).",
        "starting it again in 1 s (loop.log).",
        "starting it again in 2 s (loop.log).",
        "starting it again in 4 s (loop.log).",
    ]


def test_program_deaf_to_its_signal_is_killed_with_its_children(tmp_path: Path):
    supervisor = Supervisor(print)
    supervisor.start(program(tmp_path, "deaf", STUBBORN, patience=0.2))
    process = supervisor.children[0].process
    assert process
    supervisor.stop()
    assert process.returncode == -9
    deadline = time.monotonic() + 5  # a process that was killed is still there until the kernel has taken it down
    while process.pid in (left := _groups()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.pid not in left


def _groups() -> list[int]:
    return [_group_of(path) for path in Path("/proc").glob("[0-9]*/stat")]


def _group_of(stat: Path) -> int:
    """The process group of a process that is not only waiting to be collected."""
    try:
        state, _parent, group = stat.read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return 0
    return 0 if state == "Z" else int(group)
