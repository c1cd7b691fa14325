"""`manage.py up` from the first start to Ctrl-C; the tests of this file share one checkout."""

import os
import signal
import socket
import time
from http.client import HTTPConnection

import psycopg
import pytest

from salesmgmt.embedded import addresses
from tests.salesmgmt.embedded.checkouts import Checkout, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("up")]
SERVERS = [("postgres", "-D"), ("valkey-server",)]
CHILDREN = [*SERVERS, ("celery", "worker@"), ("celery", "jobs@"), ("celery", "beat"), ("gunicorn",)]


@pytest.fixture
def running(checkout: Checkout) -> Checkout:
    if not checkout.is_up():
        checkout.up()
    return checkout


@pytest.fixture
def stopped(checkout: Checkout) -> Checkout:
    if checkout.is_up():
        checkout.stop()
    return checkout


def test_up_serves_healthy_pages_over_http(running: Checkout):
    assert running.is_healthy()
    connection = HTTPConnection("127.0.0.1", running.port)
    connection.request("GET", "/accounts/login/")
    assert connection.getresponse().status == 200


def test_web_processes_keep_their_database_connections(running: Checkout):
    assert running.is_healthy()
    before = _idle_connections(running)
    time.sleep(1)
    assert before & _idle_connections(running)


def test_command_attaches_to_the_running_servers(running: Checkout):
    before = running.programs()
    code, output = running.manage("showmigrations", "accounts")
    assert (code, "[X] 0001_users" in output) == (0, True)
    assert running.programs() == before
    assert running.is_healthy()


def test_second_up_is_refused_and_disturbs_nothing(running: Checkout):
    before = running.programs()
    code, output = running.manage("up", "--port", str(running.port + 1))
    assert code == 1
    assert f"already runs from this checkout at http://localhost:{running.port}/" in output
    assert "stop it with Ctrl-C first" in output
    assert running.programs() == before
    assert running.is_healthy()


@pytest.mark.parametrize("words", CHILDREN, ids=lambda words: words[-1])
def test_child_killed_is_started_again(running: Checkout, words: tuple[str, ...]):
    before = running.pid_of(*words)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: _pid_or_none(running, words) not in {before, None})
    wait_for(running.is_healthy)


def test_ctrl_c_stops_in_order_and_leaves_nothing(running: Checkout):
    output = running.stop(signal.SIGINT)
    assert "Stopping web, beat, jobs, worker, valkey, postgres." in output
    assert output.rstrip().endswith("Stopped.")
    assert running.up_process
    assert running.up_process.returncode == 0
    assert running.processes() == set()
    assert not (running.var_dir / "postgres" / "postmaster.pid").exists()
    assert "database system is shut down" in (running.var_dir / "log" / "postgres.log").read_text()


def test_ctrl_c_while_starting_leaves_nothing(stopped: Checkout):
    starting = stopped.popen("up", "--no-demo", "--port", str(stopped.port))
    assert starting.stdout
    assert starting.stdout.readline().startswith("Starting.")
    starting.send_signal(signal.SIGINT)
    output, _ = starting.communicate(timeout=60)
    assert (starting.returncode, output.splitlines()[-1]) == (0, "Stopped.")
    assert stopped.processes() == set()


def test_taken_port_is_refused_before_anything_starts(stopped: Checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = stopped.manage("up", "--port", str(port))
    assert code == 1
    assert f"Port {port} is taken" in output
    assert "--port" in output
    assert stopped.processes() == set()


def test_parent_killed_leaves_no_orphan_and_the_next_start_works(stopped: Checkout):
    running = stopped
    parent = running.up()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_for(lambda: running.processes() == set(), seconds=15)
    running.up()
    assert running.is_healthy()
    running.stop(signal.SIGTERM)
    assert running.processes() == set()


def test_parent_and_servers_killed_together_do_not_block_the_next_start(stopped: Checkout):
    running = stopped
    parent = running.up()
    for pid in [parent.pid, running.pid_of("celery", "worker@"), *(running.pid_of(*words) for words in SERVERS)]:
        os.kill(pid, signal.SIGKILL)
    parent.wait()
    running.up()
    assert running.is_healthy()
    running.stop()
    assert running.processes() == set()


def _pid_or_none(running: Checkout, words: tuple[str, ...]) -> int | None:
    try:
        return running.pid_of(*words)
    except LookupError:
        return None


def _idle_connections(running: Checkout) -> set[int]:
    host = addresses.socket_dir(running.var_dir)
    with psycopg.connect(f"host={host} user=salesmgmt dbname=salesmgmt") as connection:
        idle = "SELECT pid FROM pg_stat_activity WHERE datname = 'salesmgmt' AND state = 'idle'"
        return {pid for (pid,) in connection.execute(idle)}
