"""Requests put through a program's whole WSGI stack in this process: processor time, wall time, queries.

Machines that others use have slow phases, in which everything takes up to three times as long. So a known piece of
work is done between the requests: the pace of a measurement is how long that took against the quickest of the run.
What was measured at a slow pace is measured again, a few times, and the steadiest is told with its pace.
"""

import io
import os
import time
from collections.abc import Callable, Sequence, Sized
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

WARM_UP = 20
STEADY = 1.2
"""The pace up to which a measurement is taken for what the machine can do."""
MOST_TRIES = 4
PARTS = 8
"""In how many parts a measurement is taken, with the known work before each."""
QUICKEST = "BENCH_QUICKEST_MS"
"""The variable that tells the programs of one run how long the known work takes at its quickest."""


@dataclass(frozen=True)
class Cost:
    """What one request costs: processor time of the web process and of the database's, wall time, SQL queries, bytes
    of the answer, and at what pace the machine went, 1 being its quickest."""

    cpu_ms: float
    server_ms: float
    p50_ms: float
    p95_ms: float
    queries: int
    size: int
    pace: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


Act = Callable[[], Sized]


def cost_of(
    application: Callable[..., Any], address: str, headers: dict[str, str], *, requests: int, warm_up: int = WARM_UP
) -> Cost:
    """The cost of GET `address`, warm. Raises AssertionError when the answer is not a success."""
    return cost_of_act(lambda: answer_to(application, address, headers), times=requests, warm_up=warm_up)


def cost_of_act(*acts: Act, times: int, warm_up: int = WARM_UP) -> Cost:
    """The cost of one of the acts, each of which gives an answer of some size, warm, out of so many times each."""
    for act in acts * warm_up:
        body = act()
    queries = max(count_queries(act) for act in acts)
    tried: list[Cost] = []
    while not tried or (tried[-1].pace > STEADY and len(tried) < MOST_TRIES):
        tried.append(_cost(acts * times, queries, len(body)))
    return min(tried, key=lambda cost: cost.pace)


def _cost(acts: Sequence[Act], queries: int, size: int) -> Cost:
    walls: list[float] = []
    paces: list[float] = []
    cpu, server = 0.0, _server_seconds()
    part = max(len(acts) // PARTS, 1)
    for number, act in enumerate(acts):
        if number % part == 0:
            paces.append(_known_work())
        started, started_cpu = time.perf_counter(), time.process_time()
        act()
        cpu += time.process_time() - started_cpu
        walls.append((time.perf_counter() - started) * 1000)
    server = _server_seconds() - server
    p95 = quantiles(walls, n=20, method="inclusive")[-1]
    each = 1000 / len(acts)
    return Cost(cpu * each, server * each, median(walls), p95, queries, size, median(paces) / _quickest(min(paces)))


def _known_work() -> float:
    """How many ms some steps of Python take now, through objects that no cache of the machine holds, which others may
    have taken: the better of two, since one may meet a pause."""
    spread, taken = _spread(), []
    for _ in range(2):
        started = time.perf_counter()
        counted: dict[int, str] = {}
        for number in range(12_000):
            counted[number % 997] = spread[number * 7919 % len(spread)] + "."
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken)


@cache
def _spread() -> list[str]:
    return [str(number) for number in range(500_000)]


def _quickest(taken: float) -> float:
    """The least that the known work took in this run, now that it took so long."""
    least = min(taken, float(os.environ.get(QUICKEST, taken)))
    os.environ[QUICKEST] = str(least)
    return least


def _server_seconds() -> float:
    """Processor time of the server processes of this database, where they run on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        stats = [Path(f"/proc/{pid}/stat") for (pid,) in cursor.fetchall()]
    fields = [stat.read_text().rpartition(")")[2].split() for stat in stats if stat.exists()]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def answer_to(
    application: Callable[..., Any], address: str, headers: dict[str, str], posted: bytes | None = None
) -> bytes:
    """The body of the answer to a GET, or to a POST of JSON, through the application as a server calls it."""
    status: list[str] = []

    def start_response(line: str, answered: list[tuple[str, str]], exc_info: Any = None) -> None:
        status.append(line)

    answer = application(_environ(address, headers, posted), start_response)
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if not status[0].startswith("20"):
        raise AssertionError(f"{address} answered {status[0]}: {body[:300]!r}")
    return body


def _environ(address: str, headers: dict[str, str], posted: bytes | None) -> dict[str, Any]:
    parts = urlsplit(address)
    sent = posted or b""
    return {
        "REQUEST_METHOD": "GET" if posted is None else "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(sent)),
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "application/json",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(sent),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


def count_queries(act: Callable[[], Any]) -> int:
    from django.db import connection

    counted = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal counted
        counted += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        act()
    return counted
