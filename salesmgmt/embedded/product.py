"""The whole product as one parent process and its children, from the first start to Ctrl-C."""

import contextlib
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connections

from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.embedded import heartbeat, programs, sample, strays
from salesmgmt.embedded.lock import FileLock
from salesmgmt.embedded.servers import Needs, note_of, owner_lock, owner_of, take_over
from salesmgmt.embedded.static_files import collect_if_changed

WAIT_FOR_COMMAND = 15.0
TICK = 0.2


def run(*, port: int, with_sample: bool, say: Callable[[str], None]) -> None:
    """Start everything, say where it is, look after it until a signal comes, stop everything.

    `with_sample` loads the sample company before, into an embedded database that is empty.
    """
    var_dir = settings.VAR_DIR
    owner = _own(var_dir)
    try:
        _refuse_taken_port(port)
        owner.write_note(note_of("manage.py up", address=address_of(port)))
        with contextlib.suppress(KeyboardInterrupt), Interruption.by_signals() as interruption:
            _run_until(interruption, var_dir, port, with_sample, say)
        say("Stopped.")
    finally:
        owner.release()


@dataclass(slots=True)
class Interruption:
    """The first Ctrl-C, SIGTERM or hang-up interrupts; later ones do not disturb the stopping.

    Python drops an exception that is raised while it disposes of an object, also this one; so whoever goes on for
    long looks at `asked` as well.
    """

    asked: bool = False

    @classmethod
    @contextlib.contextmanager
    def by_signals(cls) -> Iterator["Interruption"]:
        interruption = cls()
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {each: signal.signal(each, interruption.interrupt) for each in signals}
        try:
            yield interruption
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if not self.asked:
            self.asked = True
            raise KeyboardInterrupt


def _run_until(
    interruption: Interruption, var_dir: Path, port: int, with_sample: bool, say: Callable[[str], None]
) -> None:
    address = address_of(port)
    needs = Needs(postgres=settings.EMBEDDED_DATABASE, valkey=settings.EMBEDDED_REDIS)
    say("Starting. Logs are in var/log.")
    supervisor = take_over(needs.services(var_dir), var_dir, say)
    try:
        say("Bringing the database and the static files up to date.")
        _bring_up_to_date()
        if with_sample:
            sample.load_where_empty(say)
        workers = programs.worker(var_dir, address), programs.jobs(var_dir, address)
        supervisor.start(*workers, programs.beat(var_dir), programs.web(var_dir, port, address))
        say(_greeting(address))
        while not interruption.asked:
            supervisor.watch_once()
            time.sleep(TICK)
    finally:
        say(f"Stopping {supervisor.names}.")
        supervisor.stop()
        strays.stop_left_behind(var_dir)


def _bring_up_to_date() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise Refused(
            "The database does not answer, and nothing runs without it: start the server that DATABASE_URL names, or "
            f"unset DATABASE_URL to run on an embedded one ({error}).",
            code="database_does_not_answer",
        ) from error
    collect_if_changed()
    heartbeat.forget()


def _greeting(address: str) -> str:
    someone = get_user_model().objects.exists()
    cast = sample.sign_ins()
    connections.close_all()
    sign_in = cast or "with your e-mail address and password"
    if not someone:
        sign_in = "nobody has an account yet; the page offers to set up the company and its first admin"
    return f"Ready.\n  Address  {address}\n  Sign in  {sign_in}\n  Stop     Ctrl-C"


def address_of(port: int) -> str:
    return f"http://localhost:{port}/"


def _own(var_dir: Path) -> FileLock:
    """The owner's lock; a command that happens to hold it gets some seconds to end."""
    lock = owner_lock(var_dir)
    deadline = time.monotonic() + WAIT_FOR_COMMAND
    while not lock.take():
        owner = owner_of(lock)
        if address := owner.get("address"):
            raise Conflict(
                f"The product already runs from this checkout at {address} (process {owner['pid']}), and a checkout "
                "runs once: use that one, or stop it with Ctrl-C first.",
                code="already_running",
            )
        if time.monotonic() > deadline:
            raise Conflict(
                f"`{owner.get('process')}` (process {owner.get('pid')}) has started this checkout's servers and stops "
                "them when it ends: end it, then start the product.",
                code="servers_in_use",
            )
        time.sleep(TICK)
    return lock


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            reason = "needs rights that this user does not have (ports below 1024 do)"
        except OSError:
            reason = "is taken, and a port serves one program at a time"
        else:
            return
    raise Conflict(
        f"Port {port} {reason}: stop the program that uses it, or choose another one with "
        f"`python manage.py up --port {port + 1 if port >= 1024 else 8000}` (or `make run PORT=…`).",
        code="port_taken",
    )
