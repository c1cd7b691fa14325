"""Taking a file in: hashed and measured while it streams, refused when it is empty or too large."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.files.accepting import Accept
from salesmgmt.files.models import StoredFile
from salesmgmt.files.scanning import scan
from salesmgmt.files.sniffing import SNIFFED_BYTES, sniff

CHUNK = 65_536
KEPT_IN_MEMORY = 1_048_576
LONGEST_NAME = 255


class FileTooLarge(Refused):
    code = "file_too_large"


class FileEmpty(Refused):
    code = "file_empty"


def store(
    *,
    content: IO[bytes],
    name: str,
    by: User | None,
    at: datetime,
    limit: int,
    accept: Accept | None = None,
    keep_until: datetime | None = None,
) -> StoredFile:
    """Keep the bytes that `content` yields, at most `limit` of them, and the row that describes them.

    `by` is None for somebody who is not signed in. Raises FileTooLarge, FileEmpty, FileOfOtherKind, FileInfected or
    ScannerSilent before anything is kept. When the row cannot be written the bytes go again.
    """
    shown = _shown_name(name)
    sha256 = hashlib.sha256()
    size, head = 0, b""
    with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as copy:
        for chunk in _chunks(content):
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(
                    f"{shown} is larger than {_size(limit)}, the most that is taken here; split it into smaller files.",
                    field="file",
                )
            sha256.update(chunk)
            head += chunk[: SNIFFED_BYTES - len(head)]
            copy.write(chunk)
        if not size:
            raise FileEmpty(
                f"{shown} is empty, so there is nothing to keep; choose the file that has the data.", field="file"
            )
        media_type = sniff(head)
        if accept is not None:
            accept.check(shown, media_type)
        scan(copy, name=shown)  # type: ignore[arg-type]
        copy.seek(0)
        stored = StoredFile(
            sha256=sha256.hexdigest(),
            size=size,
            media_type=media_type,
            name=shown,
            keep_until=keep_until,
            created_by=by,
            created_at=at,
        )
        _save(stored, copy)
    return stored


def _save(stored: StoredFile, copy: Any) -> None:
    stored.content.save(stored.name, File(copy), save=False)
    try:
        with transaction.atomic():
            stored.save()
    except BaseException:
        stored.content.storage.delete(stored.content.name)
        raise


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk


def _shown_name(name: str) -> str:
    """The last part of what the browser calls the file, printable and not too long."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-LONGEST_NAME:] or "file"


def _size(limit: int) -> str:
    return str(filesizeformat(limit)).replace("\xa0", " ")
