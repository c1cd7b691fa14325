"""Taking files in: what is known about them, and what is refused."""

import hashlib

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.files.models import StoredFile
from salesmgmt.files.sniffing import sniff
from tests.salesmgmt.files.rows import CSV, hand_in, kept


def test_store_keeps_the_bytes_and_what_is_known_about_them(rita, at, storage):
    stored = hand_in(rita, at)

    stored = StoredFile.objects.get(pk=stored.pk)
    assert (stored.sha256, stored.size) == (hashlib.sha256(CSV).hexdigest(), len(CSV))
    assert (stored.media_type, stored.name, stored.created_by, stored.created_at) == (
        "text/plain",
        "accounts.csv",
        rita,
        at,
    )
    with stored.content.open() as file:
        assert file.read() == CSV
    assert len(kept(storage)) == 1
    assert "accounts" not in stored.content.name


def test_store_takes_a_file_of_many_chunks(rita, at):
    content = bytes(range(256)) * 10_000

    stored = hand_in(rita, at, content, limit=len(content))

    assert (stored.size, stored.sha256) == (2_560_000, hashlib.sha256(content).hexdigest())
    assert stored.media_type == "application/octet-stream"
    with stored.content.open() as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("content", "limit", "sentence"),
    [
        (CSV, len(CSV) - 1, "accounts.csv is larger than 39 bytes, the most that is taken here; split it"),
        (b"", 100, "accounts.csv is empty, so there is nothing to keep; choose the file that has the data."),
    ],
)
def test_store_refuses_too_large_and_empty_files(rita, at, storage, content, limit, sentence):
    with pytest.raises(Refused) as refusal:
        hand_in(rita, at, content, limit=limit)

    assert refusal.value.message.startswith(sentence)
    assert refusal.value.field == "file"
    assert not StoredFile.objects.exists()
    assert kept(storage) == []


def test_store_leaves_no_bytes_when_the_row_cannot_be_written(rita, at, storage):
    with pytest.raises(ValueError, match="unsaved"):
        hand_in(User(pk=None), at)

    assert kept(storage) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\rita\\deals.csv", "deals.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "file"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_the_name_is_for_showing_only(rita, at, given, shown):
    assert hand_in(rita, at, name=given).name == shown


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"PK\x03\x04...xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04...deals.csv", "application/zip"),
        (b"<svg onload='x'>", "text/plain"),
        ("Κύμα".encode()[:-1], "text/plain"),
        ("\ufeffa;b".encode("utf-16"), "text/plain"),
        (b"a\0b", "application/octet-stream"),
        (b"caf\xe9 au lait", "application/octet-stream"),
    ],
)
def test_sniff_tells_the_type_from_the_first_bytes(head, media_type):
    assert sniff(head) == media_type


def test_only_who_handed_a_file_in_sees_it(rita, stranger, at):
    stored = hand_in(rita, at)

    assert list(StoredFile.objects.visible_to(rita)) == [stored]
    assert not StoredFile.objects.visible_to(stranger).exists()
