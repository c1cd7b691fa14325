"""The hook for a virus scanner: FILE_SCANNER names a function that is given each file before it is kept.

It answers with the name of what it found, or None. A scanner that cannot be asked refuses the file: nothing is kept
unscanned where somebody wanted a scanner. Without FILE_SCANNER nothing is scanned.
"""

import socket
import struct
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.utils.module_loading import import_string

from salesmgmt.common.problems import Refused

Scanner = Callable[[IO[bytes]], str | None]
CHUNK = 65_536
SECONDS = 30


class FileInfected(Refused):
    code = "file_infected"


class ScannerSilent(Refused):
    """The scanner could not be asked."""

    code = "scanner_silent"
    status = 503


def scan(content: IO[bytes], *, name: str) -> None:
    """Raises FileInfected or ScannerSilent; leaves the content at its beginning."""
    if not settings.FILE_SCANNER:
        return
    scanner: Scanner = import_string(settings.FILE_SCANNER)
    content.seek(0)
    try:
        found = scanner(content)
    except OSError as error:
        raise ScannerSilent(
            f"{name} could not be checked for viruses just now and was not kept; try again in a few minutes.",
            field="file",
        ) from error
    finally:
        content.seek(0)
    if found:
        raise FileInfected(f"{name} holds {found} and was not kept; clean it, then choose it again.", field="file")


def clamd(content: IO[bytes]) -> str | None:
    """Asks the ClamAV daemon at CLAMD_ADDRESS (host:port, or the path of its socket) by its INSTREAM command.

    Raises OSError when it does not answer or answers with an error.
    """
    with _connect(settings.CLAMD_ADDRESS) as link:
        link.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK):
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            part = link.recv(4096)
            if not part:
                raise OSError("clamd hung up before its answer was whole")
            answer += part
    said = answer.rstrip(b"\0").decode(errors="replace").removeprefix("stream: ")
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise OSError(f"clamd answered {said}")


def _connect(address: str) -> socket.socket:
    if "/" in address:
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(SECONDS)
        link.connect(address)
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
