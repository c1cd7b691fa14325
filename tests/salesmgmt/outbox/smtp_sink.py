"""A real SMTP server for tests: takes mails over TCP and keeps them, and can refuse people, slow down or go away."""

import socketserver
import sys
import threading
from collections import Counter
from email import message_from_bytes
from email.message import Message

HELLO = b"220 sink\r\n"
OK = b"250 OK\r\n"


class _Session(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        sink, recipient = self.server.sink, ""
        self.wfile.write(HELLO)
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith(b"RCPT"):
                recipient = line.decode().partition("<")[2].partition(">")[0]
                refused = sink.refusals.get(recipient)
                self.wfile.write(f"{refused}\r\n".encode() if refused else OK)
            elif verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b"".join(iter(self._data_line, b""))
                sink.take(recipient, mail)
                self.wfile.write(OK)
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(OK)

    def _data_line(self) -> bytes:
        line = self.rfile.readline()
        if not line:
            raise ConnectionAbortedError("The client went in the middle of a mail, which no server keeps.")
        return b"" if line == b".\r\n" else line.removeprefix(b".") if line.startswith(b"..") else line


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: "SmtpSink"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is killed in the middle of a mail is what these tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class SmtpSink:
    """`mails` are those that the server has said 250 to, with their recipients; `refusals` what it says to whom."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Message]] = []
        self.refusals: dict[str, str] = {}
        self._lock = threading.Lock()
        self._listener = _Listener(("127.0.0.1", 0), _Session)
        self._listener.sink = self
        self.port = self._listener.server_address[1]
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, recipient: str, mail: bytes) -> None:
        with self._lock:
            self.mails.append((recipient, message_from_bytes(mail)))

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.mails]

    def by_message_id(self) -> Counter[str]:
        """How often each mail arrived."""
        with self._lock:
            return Counter(str(mail["Message-ID"]).strip() for _, mail in self.mails)

    def close(self) -> None:
        self._listener.shutdown()
        self._listener.server_close()
