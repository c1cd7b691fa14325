"""Whose folders the servers work in, and as whom they run when we are root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salesmgmt.common.problems import Refused


@dataclass(frozen=True)
class Account:
    """An unprivileged user, as the numbers the kernel knows."""

    uid: int
    gid: int


def server_account(data_dir: Path) -> Account | None:
    """As whom PostgreSQL runs: as ourselves (None), but under root as the owner of its data, at first `nobody`."""
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and data_dir.stat().st_uid != 0:
        return Account(data_dir.stat().st_uid, data_dir.stat().st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def run_as(account: Account | None) -> dict[str, Any]:
    """How `subprocess` is told; an unprivileged server keeps none of our groups."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def own_folder(path: Path, account: Account | None) -> Path:
    """The folder, made if need be, which only `account` (or we) and root can enter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    owner = account.uid if account else os.geteuid()
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise Refused(
                f"{path} belongs to user {found.st_uid} and the servers need a folder of user {owner}: "
                "remove it, or run the command as the user who made it.",
                code="folder_not_ours",
            ) from None
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path
