"""Who starts and stops the embedded servers: the first who needs them; everybody else attaches."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesmgmt.common.problems import Conflict
from salesmgmt.embedded import addresses, strays
from salesmgmt.embedded.lock import FileLock
from salesmgmt.embedded.postgres import postgres, ready_check
from salesmgmt.embedded.service import Service
from salesmgmt.embedded.supervisor import Supervisor
from salesmgmt.embedded.valkey import answers, valkey

ATTACH_LIMIT = 60.0


@dataclass(frozen=True)
class Needs:
    """Which servers no URL names, so that they have to be ours."""

    postgres: bool
    valkey: bool

    def services(self, var_dir: Path, *, durable: bool = True) -> list[Service]:
        wanted = [postgres] if self.postgres else []
        wanted += [valkey] if self.valkey else []
        return [service(var_dir, durable=durable) for service in wanted]

    def are_met(self, var_dir: Path) -> bool:
        if self.postgres and not ready_check(var_dir)():
            return False
        return not self.valkey or answers(addresses.socket_dir(var_dir) / "valkey.sock")


def owner_lock(var_dir: Path) -> FileLock:
    """Held by the one process that starts and stops the servers; its note says which and where."""
    return FileLock(var_dir / "owner.lock")


def note_of(process: str, **facts: str) -> str:
    return json.dumps({"pid": os.getpid(), "process": process, **facts})


def owner_of(lock: FileLock) -> dict[str, str]:
    """The owner's note, or nothing while it is still being written."""
    try:
        return dict(json.loads(lock.note()))
    except ValueError:
        return {}


@contextlib.contextmanager
def servers_for(command: str, needs: Needs, var_dir: Path) -> Iterator[None]:
    """Running servers for the length of the block: those of another process, or ours."""
    users = FileLock(var_dir / "users.lock")
    users.take(shared=True, wait=True)
    owner = owner_lock(var_dir)
    try:
        if _attach(owner, needs, var_dir):
            yield
            return
        owner.write_note(note_of(command))
        supervisor = take_over(needs.services(var_dir), var_dir, _complain)
        try:
            yield
        finally:
            _wait_for_other_users(users)
            supervisor.stop()
    finally:
        owner.release()
        users.release()


def take_over(services: Sequence[Service], var_dir: Path, say: Callable[[str], None]) -> Supervisor:
    """Start the servers after whatever an earlier owner left has stopped; the caller holds the owner's lock."""
    strays.stop_left_behind(var_dir)
    supervisor = Supervisor(say)
    try:
        supervisor.start(*services)
    except BaseException:
        supervisor.stop()
        raise
    return supervisor


def _attach(owner: FileLock, needs: Needs, var_dir: Path) -> bool:
    """True: another process owns running servers. False: now we hold the owner's lock."""
    deadline = time.monotonic() + ATTACH_LIMIT
    while not owner.take():
        if needs.are_met(var_dir):
            return True
        if time.monotonic() > deadline:
            found = owner_of(owner)
            raise Conflict(
                f"The servers of this checkout belong to process {found.get('pid', '?')} "
                f"({found.get('process', 'starting')}) and do not answer: look at var/log, or stop that process.",
                code="servers_do_not_answer",
            )
        time.sleep(0.05)
    return False


def _wait_for_other_users(users: FileLock) -> None:
    speak_at = time.monotonic() + 1
    while not users.take():
        if time.monotonic() > speak_at:
            _complain("Another command still uses the servers that this one started; waiting for it to end.")
            users.take(wait=True)
            return
        time.sleep(0.05)


def _complain(line: str) -> None:
    """Not on standard output, which belongs to the command's result."""
    print(line, file=sys.stderr)  # noqa: T201
