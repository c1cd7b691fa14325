"""The suite's own PostgreSQL and Valkey: throwaway servers under `var/test`, or the ones the URLs name."""

import atexit
import os
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from salesmgmt.embedded import addresses
from salesmgmt.embedded.servers import Needs, note_of, owner_lock, take_over

VAR_DIR = Path(__file__).resolve().parents[2] / "var" / "test"


def prepare_environment() -> None:
    """Name servers in the environment, before the settings read it; called once in every process of the suite.

    The first process starts them; xdist's workers and the programs that tests start inherit the URLs.
    """
    needs = Needs(postgres=not os.environ.get("DATABASE_URL"), valkey=not os.environ.get("REDIS_URL"))
    if needs.postgres or needs.valkey:
        _start(needs)
    # mails of tests leave at any hour; tests of hours say their own
    os.environ |= {"MAIL_QUIET_HOURS": "00:00-00:00", "MAIL_WEEKDAYS": "1234567"}
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["REDIS_URL"] = with_number(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)
    os.environ["CELERY_QUEUE"] = f"test-{worker}"


def with_number(redis_url: str, number: int) -> str:
    """The same server, another of its numbered databases: 0 is the product's."""
    if redis_url.startswith("unix://"):
        return f"{redis_url.partition('?')[0]}?db={number}"
    return urlunsplit(urlsplit(redis_url)._replace(path=f"/{number}"))


def _start(needs: Needs) -> None:
    """In the first slot that no other session holds, so that two sessions in one checkout don't meet."""
    for slot in count(1):
        var_dir = VAR_DIR / str(slot)
        owner = owner_lock(var_dir)
        if owner.take():
            break
    owner.write_note(note_of("pytest"))
    supervisor = take_over(needs.services(var_dir, durable=False), var_dir, print)
    atexit.register(owner.release)
    atexit.register(supervisor.stop)
    if needs.postgres:
        os.environ["DATABASE_URL"] = f"postgres://salesmgmt@/salesmgmt?host={addresses.socket_dir(var_dir)}"
    if needs.valkey:
        os.environ["REDIS_URL"] = addresses.redis_url(var_dir)
