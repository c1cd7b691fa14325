"""Who starts the servers, who attaches to them, and when they stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from salesmgmt.embedded.servers import Needs, owner_lock, servers_for
from tests.plugins.servers import with_number
from tests.salesmgmt.embedded.checkouts import Checkout, wait_for

pytestmark = pytest.mark.chaos
BOTH = Needs(postgres=True, valkey=True)
HOLD = """
import sys, time
from pathlib import Path
from salesmgmt.embedded.servers import Needs, servers_for
with servers_for("held", Needs(postgres=True, valkey=True), Path(sys.argv[1])):
    print("up", flush=True)
    time.sleep(float(sys.argv[2]))
print("down", flush=True)
"""


def hold_servers(var_dir: Path, seconds: float) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", HOLD, str(var_dir), str(seconds)]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def is_owned(var_dir: Path) -> bool:
    lock = owner_lock(var_dir)
    free = lock.take()
    lock.release()
    return not free


def test_servers_run_for_the_length_of_the_block(var_dir: Path):
    with servers_for("test", BOTH, var_dir):
        assert BOTH.are_met(var_dir)
        assert is_owned(var_dir)
    assert not BOTH.are_met(var_dir)
    assert not is_owned(var_dir)


def test_second_command_attaches_and_leaves_the_servers_running(var_dir: Path):
    holder = hold_servers(var_dir, 30)
    assert holder.stdout
    assert holder.stdout.readline() == "up\n"
    with servers_for("test", BOTH, var_dir):
        assert BOTH.are_met(var_dir)
    assert BOTH.are_met(var_dir)
    holder.kill()
    holder.communicate()


def test_owner_that_ends_first_waits_for_the_others(var_dir: Path):
    holder = hold_servers(var_dir, 0.5)
    assert holder.stdout
    assert holder.stdout.readline() == "up\n"
    with servers_for("test", BOTH, var_dir):
        time.sleep(2)
        assert holder.poll() is None
        assert BOTH.are_met(var_dir)
    said, complained = holder.communicate(timeout=30)
    assert said == "down\n"
    assert "waiting for it to end" in complained
    assert not BOTH.are_met(var_dir)


def test_commands_that_start_at_once_share_one_server(var_dir: Path):
    holders = [hold_servers(var_dir, 0.3) for _ in range(4)]
    for holder in holders:
        said, complained = holder.communicate(timeout=60)
        assert said == "up\ndown\n", complained
    log = (var_dir / "log" / "valkey.log").read_text()
    assert 1 <= log.count("Ready to accept connections") <= len(holders)


def test_killed_owner_takes_its_servers_along(var_dir: Path):
    holder = hold_servers(var_dir, 60)
    assert holder.stdout
    assert holder.stdout.readline() == "up\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    wait_for(lambda: not BOTH.are_met(var_dir), seconds=15)
    with servers_for("test", BOTH, var_dir):
        assert BOTH.are_met(var_dir)


def test_command_starts_servers_for_its_own_duration(tmp_path: Path):
    checkout = Checkout(tmp_path)
    try:
        code, output = checkout.manage("migrate", "accounts", "--verbosity", "0")
        assert (code, output) == (0, "")
        assert (checkout.var_dir / "postgres" / "PG_VERSION").read_text() == "18\n"
        assert checkout.processes() == set()
        code, output = checkout.manage("showmigrations", "accounts")
        assert (code, "[X] 0001_users" in output) == (0, True)
    finally:
        checkout.remove()


def test_command_without_need_of_servers_starts_none(tmp_path: Path):
    checkout = Checkout(tmp_path)
    assert checkout.manage("check")[0] == 0
    assert not (checkout.var_dir / "postgres").exists()


@pytest.mark.django_db
def test_suite_s_database_compares_greek_names_by_trigram():
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT similarity('Ελλάδα', 'Ελλάς') > 0.3")
        assert cursor.fetchone() == (True,)


def test_suite_uses_a_redis_number_of_its_own():
    assert not os.environ["REDIS_URL"].endswith(("db=0", "/0"))
    cache.set("seen", 1)
    assert cache.get("seen") == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("unix:///run/v.sock?db=0", "unix:///run/v.sock?db=3"),
        ("unix:///run/v.sock", "unix:///run/v.sock?db=3"),
        ("redis://:secret@cache:6379/0", "redis://:secret@cache:6379/3"),
        ("rediss://cache", "rediss://cache/3"),
    ],
)
def test_redis_number_is_replaced_in_every_kind_of_url(url: str, expected: str):
    assert with_number(url, 3) == expected
