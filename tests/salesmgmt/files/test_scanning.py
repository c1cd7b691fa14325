"""The scanner hook: asked before anything is kept; silent or alarmed, nothing is."""

import io
import socket
import struct
from threading import Thread

import pytest

from salesmgmt.common.problems import Refused
from salesmgmt.files.models import StoredFile
from salesmgmt.files.scanning import clamd
from tests.salesmgmt.files.rows import CSV, hand_in, kept

seen: list[bytes] = []


def finds_eicar(content) -> str | None:
    seen.append(content.read())
    return "Eicar-Test" if b"EICAR" in seen[-1] else None


def is_silent(content) -> None:
    raise ConnectionRefusedError("no scanner")


def test_each_file_is_scanned_before_it_is_kept(rita, at, storage, settings):
    settings.FILE_SCANNER = "tests.salesmgmt.files.test_scanning.finds_eicar"
    hand_in(rita, at)
    assert seen[-1] == CSV
    with pytest.raises(Refused) as refusal:
        hand_in(rita, at, b"EICAR", name="cv.txt")
    assert (refusal.value.code, refusal.value.field) == ("file_infected", "file")
    assert refusal.value.message == "cv.txt holds Eicar-Test and was not kept; clean it, then choose it again."
    assert (StoredFile.objects.count(), len(kept(storage))) == (1, 1)


def test_a_silent_scanner_keeps_nothing(rita, at, storage, settings):
    settings.FILE_SCANNER = "tests.salesmgmt.files.test_scanning.is_silent"
    with pytest.raises(Refused) as refusal:
        hand_in(rita, at)
    assert (refusal.value.code, refusal.value.status) == ("scanner_silent", 503)
    assert kept(storage) == []


@pytest.mark.parametrize(
    ("answer", "found"), [(b"stream: OK\0", None), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "Win.Test.EICAR_HDB-1")]
)
def test_clamd_is_asked_by_its_protocol(settings, answer, found):
    got = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        daemon = Thread(target=answer_once, args=(server, got, answer))
        daemon.start()
        assert clamd(io.BytesIO(b"words")) == found
        daemon.join(5)
    assert bytes(got) == b"zINSTREAM\0" + struct.pack("!L", 5) + b"words" + struct.pack("!L", 0)


def answer_once(server: socket.socket, got: bytearray, answer: bytes) -> None:
    link, _ = server.accept()
    with link:
        while not got.endswith(struct.pack("!L", 0)):
            got += link.recv(4096)
        link.sendall(answer)
