"""Handing files in, and looking at what the storage holds."""

import io
from datetime import datetime
from pathlib import Path

from salesmgmt.accounts.models import User
from salesmgmt.files.domain import store
from salesmgmt.files.models import StoredFile

CSV = "account,revenue\nKestrel,12.5\nΚύμα,7\n".encode()


def hand_in(
    by: User,
    at: datetime,
    content: bytes = CSV,
    name: str = "accounts.csv",
    limit: int = 10_000,
    keep_until: datetime | None = None,
) -> StoredFile:
    return store(content=io.BytesIO(content), name=name, by=by, at=at, limit=limit, keep_until=keep_until)


def kept(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]
