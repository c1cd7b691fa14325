"""A worker killed with -9 in the middle of a chunk of a calculation: the next one finishes it, nothing is doubled."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db.models import F
from redis import Redis

from compensation.domain.runs import calculate_run
from compensation.models import Credit, Line, PlanVersion, Run, Statement
from pipeline.models import Deal
from salesmgmt.celery import app
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Event, Job
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place, add_person
from tests.cast import AT, Cast
from tests.compensation.rows import calculated, make_quota, make_won, put_on, work
from tests.salesmgmt.events.clusters import dump_test_database, fresh_cluster, restore, url_of_test_database
from tests.salesmgmt.events.sessions import open_session
from tests.salesmgmt.events.workers import PATIENCE, JobWatch, WorkerProcess

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

TIMES = pytest.mark.parametrize("times", [2, pytest.param(10, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%compensation_statement%'
"""

HOLD = "SELECT 1 FROM compensation_statement WHERE id = %s FOR UPDATE"
PAY = """
    SELECT statement.user_id, line.component, credit.deal_id, line.credit_minor, line.pay_minor
    FROM compensation_line line
    JOIN compensation_statement statement ON statement.id = line.statement_id
    JOIN compensation_credit credit ON credit.id = line.credit_id
    ORDER BY 1, 2, 3, 4, 5
"""


@pytest.fixture
def queue():
    name = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-pay-{os.getpid()}"
    yield name
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.delete(name, f"{name}-jobs")


@pytest.fixture
def crowd(quarter: Cast, plan: PlanVersion) -> Cast:
    """A dozen more reps, so that a calculation takes three chunks."""
    for number in range(12):
        rep = add_person(
            email=f"rep{number}@kestrel.example",
            name=f"Rep {number}",
            place=Place(team=quarter.north, manager=quarter.max),
            roles=[Role.REP],
            start_date=date(2026, 1, 1),
            by=quarter.olga,
            at=AT,
        )
        put_on(plan, rep, by=quarter.carla)
        make_quota(rep, "50000", by=quarter.carla)
        make_won(rep, f"Deal of rep {number}", f"{30_000 + 1_111 * number}")
    return quarter


def pay_rows(run: Run) -> list[tuple]:
    lines = Line.objects.filter(statement__run=run)
    return sorted(lines.values_list("statement__user", "component", "credit__deal", "credit_minor", "pay_minor"))


def wait_until_blocked(session: psycopg.Connection, queue: str, log: Path) -> None:
    """Until the worker waits for a statement that this test holds; meanwhile the beat of the test sends the sweeper."""
    deadline = time.monotonic() + PATIENCE
    while session.execute(WAITING).fetchone() == (0,):
        assert time.monotonic() < deadline, log.read_text()[-6000:]
        app.send_task("events.sweep_jobs", queue=queue, expires=5)
        time.sleep(0.2)


def held_in_turn(run: Run, times: int) -> list[int]:
    """Statements in the order in which a calculation writes them, spread over its chunks: none may fail too often."""
    in_turn = list(Statement.objects.filter(run=run).order_by("user").values_list("pk", flat=True))
    return [in_turn[1 + number * (len(in_turn) - 1) // times] for number in range(times)]


def ask_again(run: Run, cast: Cast) -> Run:
    """A second calculation, over deals twice as large; its message is lost."""
    Deal.objects.update(amount=F("amount") * 2)
    run = calculate_run(run=run, by=cast.carla, at=AT)
    Job.objects.filter(pk=run.job_id).update(due_at=LONG_AGO)
    return run


@TIMES
def test_killed_worker_loses_and_doubles_no_pay(times: int, crowd: Cast, queue: str, tmp_path: Path) -> None:
    run = calculated(crowd)
    before = pay_rows(run)
    run = ask_again(run, crowd)
    log = tmp_path / "worker.log"
    start = partial(WorkerProcess, database_url=url_of_test_database(), queue=queue, log=log)

    for held in held_in_turn(run, times):
        with open_session() as session:
            session.execute(HOLD, [held])
            worker = start()
            try:
                with open_session(autocommit=True) as other:
                    wait_until_blocked(other, queue, log)
            finally:
                worker.kill()
        Job.objects.filter(pk=run.job_id).update(lease_until=F("lease_until") - timedelta(hours=1))
    worker = start()
    try:
        watch = JobWatch(job_id=run.job_id, queue=queue, open_session=open_session, log=log)
        _, attempts, _ = watch.until(lambda state, *_: state == JobState.DONE)
    finally:
        worker.kill()

    run.refresh_from_db()
    assert attempts == times + 1
    assert run.calculated_at is not None
    assert run.job.result == {"statements": 14, "unpaid": 0}
    assert set(run.statements.values_list("calculation", flat=True)) == {2}
    assert Event.objects.filter(kind="pay_run.calculated").count() == 2
    finished = pay_rows(run)
    assert [row[3] for row in finished] == [2 * row[3] for row in before]
    assert Credit.objects.filter(run=run).count() == len(finished) == 30
    work(calculate_run(run=run, by=crowd.carla, at=AT))
    assert pay_rows(run) == finished


@TIMES
def test_killed_database_loses_and_doubles_no_pay(times: int, crowd: Cast, queue: str, tmp_path: Path) -> None:
    """One worker lives through it all; the server starts from what it had written down."""
    run = ask_again(calculated(crowd), crowd)
    held = held_in_turn(run, times)
    dump_test_database(tmp_path / "dump")
    work(run)  # what it has to come to, in the database of the test
    log = tmp_path / "worker.log"
    with fresh_cluster(tmp_path / "var", durable=True) as cluster:
        restore(tmp_path / "dump", cluster)
        worker = WorkerProcess(database_url=cluster.url, queue=queue, log=log)
        try:
            for statement in held:
                holder, other = cluster.open_session(), cluster.open_session()
                holder.autocommit = False
                holder.execute(HOLD, [statement])
                wait_until_blocked(other, queue, log)
                cluster.kill()
                cluster.start()
                with cluster.open_session() as session:
                    session.execute("UPDATE events_job SET lease_until = lease_until - interval '1 hour'")
                    session.execute("UPDATE events_job SET due_at = now() - interval '1 hour' WHERE state = 'QUEUED'")
            watch = JobWatch(job_id=run.job_id, queue=queue, open_session=cluster.open_session, log=log)
            watch.until(lambda state, *_: state == JobState.DONE)
        finally:
            worker.kill()
        with cluster.open_session() as session:
            found = session.execute(PAY).fetchall()
            (credits,) = session.execute("SELECT count(*) FROM compensation_credit").fetchone()
            (ended,) = session.execute("SELECT count(*) FROM events_event WHERE kind = 'pay_run.calculated'").fetchone()
    assert found == pay_rows(run)
    assert (credits, ended) == (len(found), 2)
