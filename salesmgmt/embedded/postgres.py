"""PostgreSQL from the wheel: a cluster under `var/postgres`, reached through a Unix socket only."""

import os
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import pq, sql

from salesmgmt.common.problems import Refused
from salesmgmt.embedded import addresses, binaries, strays
from salesmgmt.embedded.folders import Account, own_folder, run_as, server_account
from salesmgmt.embedded.service import Service

HERE = "/proc/self/cwd"  # the working folder, whoever may enter its parents
MAJOR_VERSION = "18"
INITDB = [
    "--username=salesmgmt",
    "--auth=trust",  # the socket lies in a folder that only its owner enters
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
]
ROOMY = ["shared_buffers=512MB", "max_wal_size=4GB"]
"""More than PostgreSQL takes by itself: buffers for a million deals, and fewer forced checkpoints in large imports."""
THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def postgres(var_dir: Path, *, durable: bool = True) -> Service:
    """The server of this checkout; `durable=False` trades the safety of its data for speed, for tests."""
    data_dir = var_dir / "postgres"
    account = server_account(data_dir)
    sockets = own_folder(addresses.socket_dir(var_dir), account)
    bin_dir = binaries.postgres_bin(account, sockets)
    options = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700"]
    options += ROOMY if durable else [*ROOMY, *THROWAWAY]
    return Service(
        name="postgres",
        command=[str(bin_dir / "postgres"), "-D", _data_path(data_dir), *_flags(options)],
        folder=data_dir,
        var_dir=var_dir,
        account=account,
        prepare=partial(_prepare, data_dir, sockets, bin_dir, account),
        is_ready=ready_check(var_dir),
        when_ready=partial(_create_database, var_dir),
        stop_signal=SIGINT,  # end every connection, write everything out, stop
        orphan_signal=SIGINT,
        patience=30,
    )


def ready_check(var_dir: Path) -> Callable[[], bool]:
    conninfo = _conninfo(var_dir, "postgres").encode()
    return lambda: pq.PGconn.ping(conninfo) == pq.Ping.OK


def _prepare(data_dir: Path, sockets: Path, bin_dir: Path, account: Account | None) -> None:
    """Make the cluster, or clear away what a killed server left; only the holder of the owner's lock may call it."""
    own_folder(data_dir, account)
    version = data_dir / "PG_VERSION"
    if not version.exists():
        _initdb(data_dir, bin_dir, account)
    elif (found := version.read_text().strip()) != MAJOR_VERSION:
        raise Refused(
            f"{data_dir} was made by PostgreSQL {found} and the installed server is {MAJOR_VERSION}, which cannot read "
            "it: dump it with the old requirements, move the folder away, start, and restore.",
            code="other_postgres_version",
        )
    if strays.can_look():
        strays.kill_servers_in(data_dir)
        # their numbers may belong to other processes by now, and PostgreSQL would take those for a running server
        for left in (data_dir / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)


def _initdb(data_dir: Path, bin_dir: Path, account: Account | None) -> None:
    done = subprocess.run(
        [bin_dir / "initdb", "-D", _data_path(data_dir), *INITDB],
        cwd=data_dir,
        **run_as(account),
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refused(
            f"PostgreSQL could not make its cluster in {data_dir}, which needs an empty folder on a disk with room: "
            f"{done.stderr.strip()}",
            code="initdb_failed",
        )


def _create_database(var_dir: Path) -> None:
    name = addresses.database(var_dir)["NAME"]
    with psycopg.connect(_conninfo(var_dir, "postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _conninfo(var_dir: Path, database: str) -> str:
    settings = addresses.database(var_dir)
    return psycopg.conninfo.make_conninfo(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=database, connect_timeout=5
    )


def _data_path(data_dir: Path) -> str:
    return HERE if os.geteuid() == 0 else str(data_dir)


def _flags(options: Sequence[str]) -> list[str]:
    return [part for option in options for part in ("-c", option)]
