"""Posts one webhook: within ten seconds in all, to an address that was looked at first, following nobody.

The host is resolved once, and the connection goes to an address that passed, so a name that resolves to another one a
moment later (DNS rebinding) changes nothing. What is answered is read up to 64 kB, for its status only.
"""

import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from salesmgmt.outbox.choices import WebhookProblem
from salesmgmt.outbox.targets import Target, allowed

IN_ALL_SECONDS = 10.0
MOST_READ = 64 * 1024
_BUSY = (408, 425, 429)
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one attempt: the status that was answered, if any, and what is wrong with it."""

    status: int | None
    problem: str
    milliseconds: int

    @property
    def is_endpoints_fault(self) -> bool:
        """Whether the next webhook would fare no better now; else only this one is to blame."""
        if self.status is None:
            return True
        return self.status >= 500 or self.status in _BUSY


def post(target: Target, *, body: bytes, headers: dict[str, str], within: float = IN_ALL_SECONDS) -> Answer:
    """In a thread that is left behind when its time is over: neither a name server nor a receiver that sends a byte a
    second can hold a worker up."""
    began = time.monotonic()
    exchange = _Exchange(target, body, headers, within)
    thread = threading.Thread(target=exchange.run, daemon=True, name="webhook")
    thread.start()
    thread.join(within)
    if thread.is_alive():
        exchange.hang_up()
        status, problem = None, WebhookProblem.SLOW.value
    else:
        status, problem = exchange.status, exchange.problem
    return Answer(status, problem, round((time.monotonic() - began) * 1000))


class _Exchange:
    """One request and its answer."""

    def __init__(self, target: Target, body: bytes, headers: dict[str, str], within: float) -> None:
        self.target, self.body, self.headers, self.within = target, body, headers, within
        self.status: int | None = None
        self.problem = ""
        self._socket: socket.socket | None = None

    def run(self) -> None:
        try:
            self.status = self._ask()
            self.problem = problem_of(self.status)
        except _Private:
            self.problem = WebhookProblem.PRIVATE.value
        except (socket.gaierror, UnicodeError):
            self.problem = WebhookProblem.NO_ADDRESS.value
        except ssl.SSLError:
            self.problem = WebhookProblem.TLS.value
        except TimeoutError:
            self.problem = WebhookProblem.SLOW.value
        except (HTTPException, ValueError):
            self.problem = WebhookProblem.NOT_HTTP.value
        except OSError:
            self.problem = WebhookProblem.NOT_REACHED.value
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # wakes whoever reads from it
            self._socket.close()

    def _ask(self) -> int:
        target = self.target
        secure = target.scheme == "https"
        self._socket = self._connect()
        if secure:
            self._socket = _trusting().wrap_socket(self._socket, server_hostname=target.host)
        kind = HTTPSConnection if secure else HTTPConnection
        connection = kind(target.host, target.port, timeout=self.within)
        connection.sock = self._socket
        connection.request("POST", target.path, self.body, self.headers)
        response = connection.getresponse()
        response.read(MOST_READ)
        return response.status

    def _connect(self) -> socket.socket:
        """To the first of the host's allowed addresses that takes a connection."""
        found = socket.getaddrinfo(self.target.host, self.target.port, type=socket.SOCK_STREAM)
        addresses = allowed([str(each[4][0]) for each in found], scheme=self.target.scheme)
        if not addresses:
            raise _Private
        for address in addresses[:-1]:
            try:
                return socket.create_connection((address, self.target.port), timeout=self.within / 4)
            except OSError:
                continue
        return socket.create_connection((addresses[-1], self.target.port), timeout=self.within)


class _Private(Exception):
    """The host has no address that webhooks may go to."""


def problem_of(status: int) -> str:
    """What is wrong with an answer; nothing with any from 200 to 299."""
    for least, problem in ((500, WebhookProblem.BROKEN), (400, WebhookProblem.REFUSED), (300, WebhookProblem.REDIRECT)):
        if status >= least:
            return problem.value
    return "" if status >= 200 else WebhookProblem.NOT_HTTP.value


@lru_cache(maxsize=1)
def _trusting() -> ssl.SSLContext:
    """Certificates are verified against those that the machine trusts, and names are checked."""
    return ssl.create_default_context()
