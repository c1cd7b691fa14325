"""Where our own PostgreSQL and Valkey listen, as settings; nothing is started here."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any


def socket_dir(var_dir: Path) -> Path:
    """A short folder for the sockets: a socket's path may have 107 bytes, a checkout's can be longer.

    Not below TMPDIR, which differs from shell to shell; `folders.own_folder` refuses one that somebody else made.
    """
    name = hashlib.sha256(str(var_dir).encode()).hexdigest()[:12]
    return Path("/tmp") / f"salesmgmt-{name}"  # noqa: S108


def database(var_dir: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "salesmgmt",
        "USER": "salesmgmt",
        "HOST": str(socket_dir(var_dir)),
        "PORT": "5432",
    }


def redis_url(var_dir: Path) -> str:
    return f"unix://{socket_dir(var_dir)}/valkey.sock?db=0"


def broker_url(redis_url: str) -> str:
    """The same server as Celery spells it."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?")
    number = query.removeprefix("db=") or "0"
    return f"redis+socket://{path}?virtual_host={number}"


def local_secret(var_dir: Path) -> str:
    """The secret key of this checkout, made at the first start and readable by its owner only."""
    path = var_dir / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        var_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(60))
        return path.read_text()
