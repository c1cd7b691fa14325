"""The one parent of the product's processes: starts them in order, starts again what dies, stops them backwards."""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable
from signal import SIGKILL, Signals

from salesmgmt.common.problems import Refused
from salesmgmt.embedded.service import Service, last_lines, spawn

START_LIMIT = 90.0  # seconds until a program has to be ready
STEADY = 60.0  # a child that lived this long is not in a loop of failures
LONGEST_PAUSE = 30.0
TICK = 0.02


class Child:
    """A service and the process that is it now."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.failures = 0
        self.next_start_at = 0.0

    def start(self) -> None:
        self.service.prepare()
        self.started_at = time.monotonic()
        self.process = spawn(self.service)

    def ended(self) -> int | None:
        return None if self.process is None else self.process.poll()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not self.service.is_ready():
            if self.ended() is not None or time.monotonic() > deadline:
                raise Refused(
                    f"{self.service.name} did not start, and nothing runs without it: see {self.service.log}, which "
                    f"ends with:\n{last_lines(self.service.log)}",
                    code="service_did_not_start",
                )
            time.sleep(TICK)
        self.service.when_ready()

    def stop(self) -> None:
        self.ask_to_stop()
        self.wait_until_stopped()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.service.stop_signal)

    def wait_until_stopped(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.service.patience)
        self.kill_group()
        self.process.wait()
        self.process = None

    def kill_group(self) -> None:
        """The process and the children it started itself."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, SIGKILL)


class Supervisor:
    """Owns the processes; not for threads: the kernel ties a child's life to the thread that started it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.batches: list[list[Child]] = []
        self.say = say

    def start(self, *services: Service) -> None:
        """All at once, and wait until each is ready; those that are started together are stopped together."""
        fresh = [Child(service) for service in services]
        self.batches.append(fresh)
        for child in fresh:
            child.start()
        for child in fresh:
            child.wait_until_ready()

    @property
    def children(self) -> list[Child]:
        return [child for batch in self.batches for child in batch]

    @property
    def names(self) -> str:
        """In the order of stopping."""
        return ", ".join(child.service.name for child in reversed(self.children))

    def watch_once(self) -> None:
        """Start again what has ended; each failure in a row doubles the pause before."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and (code := child.ended()) is not None:
                self._bury(child, code, now)
            if child.process is None and now >= child.next_start_at:
                child.start()

    def stop(self) -> None:
        for batch in reversed(self.batches):
            for child in batch:
                child.ask_to_stop()
            for child in batch:
                child.wait_until_stopped()

    def _bury(self, child: Child, code: int, now: float) -> None:
        child.kill_group()
        child.process = None
        child.failures = 1 if now - child.started_at > STEADY else child.failures + 1
        pause = 0.0 if child.failures == 1 else min(2.0 ** (child.failures - 2), LONGEST_PAUSE)
        child.next_start_at = now + pause
        how = f"was ended by {Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.say(f"{child.service.name} {how}; starting it again in {pause:.0f} s ({child.service.log.name}).")
