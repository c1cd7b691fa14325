"""Requests put through a program's whole WSGI stack in this process: processor time, wall time, queries."""

import io
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

WARM_UP = 20


@dataclass(frozen=True)
class Cost:
    """What one request costs: the web process's processor time, wall time, SQL queries, bytes of the answer."""

    cpu_ms: float
    p50_ms: float
    p95_ms: float
    queries: int
    size: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def cost_of(
    application: Callable[..., Any], address: str, headers: dict[str, str], *, requests: int, warm_up: int = WARM_UP
) -> Cost:
    """The cost of GET `address`, warm. Raises AssertionError when the answer is not a success."""
    return cost_of_act(lambda: answer_to(application, address, headers), times=requests, warm_up=warm_up)


def cost_of_act(act: Callable[[], bytes], *, times: int, warm_up: int = WARM_UP) -> Cost:
    """The cost of `act`, which gives an answer's body, warm."""
    for _ in range(warm_up):
        body = act()
    queries = count_queries(act)
    walls = []
    started_cpu = time.process_time()
    for _ in range(times):
        started = time.perf_counter()
        act()
        walls.append((time.perf_counter() - started) * 1000)
    cpu = (time.process_time() - started_cpu) * 1000 / times
    return Cost(cpu, median(walls), quantiles(walls, n=20)[-1], queries, len(body))


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
