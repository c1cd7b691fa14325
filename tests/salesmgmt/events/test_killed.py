"""Killed with -9 while the row says RUNNING: the work is finished by the next one, once."""

import os
from functools import partial

import pytest
from django.conf import settings
from redis import Redis

from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import jobs
from salesmgmt.events.models import Event, Job
from tests.salesmgmt.events.clusters import dump_test_database, fresh_cluster, restore, url_of_test_database
from tests.salesmgmt.events.handlers import chunks_written
from tests.salesmgmt.events.sessions import open_session
from tests.salesmgmt.events.worker_jobs import KIND
from tests.salesmgmt.events.workers import JobWatch, WorkerProcess

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

CHUNKS_BETWEEN_KILLS = 30
TIMES = pytest.mark.parametrize("times", [2, pytest.param(10, marks=pytest.mark.slow)])
ASK = """
    INSERT INTO events_job
        (kind, effect_key, params, state, attempts, attempts_allowed, reached, progress, error, created_at)
    VALUES (%s, 'killed', jsonb_build_object('chunks', %s::int), 'QUEUED', 0, 3, 0, '{}', '', now()) RETURNING id
"""


@pytest.fixture
def queue():
    """The name of a queue that no other test's worker listens to."""
    name = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-killed-{os.getpid()}"
    yield name
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.delete(name, f"{name}-jobs")


@TIMES
def test_a_killed_worker_loses_and_doubles_nothing(times, rita, at, queue, tmp_path):
    chunks = CHUNKS_BETWEEN_KILLS * (times + 1)
    job = jobs.enqueue(kind=KIND, effect_key="killed", params={"chunks": chunks}, by=rita, at=at)
    start = partial(WorkerProcess, database_url=url_of_test_database(), queue=queue, log=tmp_path / "worker.log")
    watch = JobWatch(job_id=job.pk, queue=queue, open_session=open_session, log=tmp_path / "worker.log")
    Job.objects.filter(pk=job.pk).update(due_at=at)  # its message went to another queue: lost

    for _ in range(times):
        worker = start()
        try:
            assert watch.until_further() < chunks
        finally:
            worker.kill()
    worker = start()
    try:
        watch.until(lambda state, *_: state == JobState.DONE)
    finally:
        worker.kill()

    job.refresh_from_db()
    assert (job.result, job.attempts) == ({"chunks": chunks}, times + 1)
    assert chunks_written() == list(range(1, chunks + 1))
    assert Event.objects.filter(kind="job.finished").count() == 1


@TIMES
def test_a_killed_database_loses_and_doubles_nothing(times, queue, tmp_path):
    """One worker lives through it all and connects again; the server starts from what it had written down."""
    chunks = CHUNKS_BETWEEN_KILLS * (times + 1)
    dump_test_database(tmp_path / "schema", schema_only=True)
    with fresh_cluster(tmp_path / "var", durable=True) as cluster:
        restore(tmp_path / "schema", cluster)
        with cluster.open_session() as session:
            (job_id,) = session.execute(ASK, [KIND, chunks]).fetchone()
        log = tmp_path / "worker.log"
        watch = JobWatch(job_id=job_id, queue=queue, open_session=cluster.open_session, log=log)
        worker = WorkerProcess(database_url=cluster.url, queue=queue, log=log)
        try:
            for _ in range(times):
                assert watch.until_further() < chunks
                cluster.kill()
                cluster.start()
            _, attempts, _ = watch.until(lambda state, *_: state == JobState.DONE)
        finally:
            worker.kill()
        with cluster.open_session() as session:
            written = session.execute(
                "SELECT (payload->>'n')::int FROM events_event WHERE kind = 'chunk.written' ORDER BY id"
            ).fetchall()
            ended = session.execute("SELECT count(*) FROM events_event WHERE kind = 'job.finished'").fetchone()

    assert [number for (number,) in written] == list(range(1, chunks + 1))
    assert ended == (1,)
    assert attempts == times + 1
