"""A copy of this checkout to run and kill the product in, as it would be on a machine of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from salesmgmt.embedded import addresses, strays
from tests.plugins.database import migrated_database
from tests.salesmgmt.events.clusters import dump, fresh_cluster, restore

SOURCE = Path(__file__).resolve().parents[3]
PACKAGES = ["salesmgmt", "pipeline", "onboarding", "hiring", "compensation"]
SET_BY_THE_SUITE = ["DATABASE_URL", "REDIS_URL", "CELERY_QUEUE", "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"]
SLOWING = ["PYTHONDONTWRITEBYTECODE"]  # six processes would compile every module


def wait_for(condition: Callable[[], object], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Checkout:
    """The sources without `var/`; `up` and commands run in it with no server named."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.var_dir = path / "var"
        self.port = free_port()
        self.up_process: subprocess.Popen[str] | None = None
        for package in PACKAGES:
            shutil.copytree(SOURCE / package, path / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(SOURCE / "manage.py", path)
        if (SOURCE / "node_modules").exists():
            (path / "node_modules").symlink_to((SOURCE / "node_modules").resolve())

    def migrate(self) -> None:
        """As a first start would, from a dump of the suite's own database: in a tenth of its time."""
        with tempfile.TemporaryDirectory() as aside, fresh_cluster(self.var_dir, durable=True) as cluster:
            migrated = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{migrated_database()}")
            dump(urlunsplit(migrated), Path(aside) / "dump")
            restore(Path(aside) / "dump", cluster)

    def popen(self, *command: str) -> subprocess.Popen[str]:
        environment = {name: value for name, value in os.environ.items() if name not in SET_BY_THE_SUITE + SLOWING}
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=self.path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def manage(self, *command: str) -> tuple[int, str]:
        process = self.popen(*command)
        output, _ = process.communicate(timeout=90)
        return process.returncode, output

    def up(self) -> subprocess.Popen[str]:
        """Start the product and wait until it has said that it is ready."""
        self.up_process = self.popen("up", "--no-demo", "--port", str(self.port))
        said = ""
        assert self.up_process.stdout
        for line in self.up_process.stdout:
            said += line
            if "Ctrl-C" in line:
                return self.up_process
        raise AssertionError(f"`up` ended with {self.up_process.wait()}:\n{said}")

    def is_up(self) -> bool:
        return self.up_process is not None and self.up_process.poll() is None

    def is_healthy(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz/") as answer:
            return bool(answer.status == 200)
        return False

    def processes(self) -> set[int]:
        """Every child and grandchild of this checkout's owner."""
        return set(strays.left_behind(self.var_dir))

    def programs(self) -> dict[int, str]:
        """Those of them that were started as programs, with their command lines: the processes that PostgreSQL makes
        for each connection, and for its own work, come and go."""
        found = {}
        for pid in sorted(self.processes()):
            with contextlib.suppress(OSError):
                found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        return {pid: line for pid, line in found.items() if not line.startswith("postgres: ")}

    def pid_of(self, *words: str) -> int:
        """The first of our programs, which is the parent of the others, whose command line has all the words."""
        for pid, line in self.programs().items():
            if all(word in line for word in words):
                return pid
        raise LookupError(words)

    def stop(self, number: int = signal.SIGINT) -> str:
        assert self.up_process
        self.up_process.send_signal(number)
        output, _ = self.up_process.communicate(timeout=60)
        return output

    def remove(self) -> None:
        if self.up_process and self.up_process.poll() is None:
            self.up_process.kill()
            self.up_process.wait()
        strays.stop_left_behind(self.var_dir, patience=1)
        shutil.rmtree(addresses.socket_dir(self.var_dir), ignore_errors=True)
